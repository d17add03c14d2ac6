namespace AgentFunctions.Core.Context.Compression.Logs;

/// <summary>Lines of a log that are the same but for their values.</summary>
internal sealed class LogTemplate(string first, bool isError)
{
    public string First { get; } = first;

    public string Last { get; set; } = first;

    public int Count { get; set; } = 1;

    public bool IsError { get; } = isError;

    /// <summary>Every line of an error, up to a bound.</summary>
    public List<string> Lines { get; } = [first];

    /// <summary>The least and the greatest of each <c>name=number</c>.</summary>
    public SortedDictionary<string, (double Least, double Greatest)> Ranges { get; } = new(StringComparer.Ordinal);
}
