namespace AgentFunctions.Core.Context.Compression.Logs;

/// <summary>Lines of a log that are the same but for their values.</summary>
internal sealed class LogTemplate(string first, bool isError)
{
    private const int MostErrorLines = 20;
    private const int MostRareLines = 10;

    private List<LogColumn>? _columns;

    public string First { get; } = first;

    public string Last { get; private set; } = first;

    public int Count { get; private set; } = 1;

    public bool IsError { get; } = isError;

    /// <summary>Every line of an error, up to a bound.</summary>
    public List<string> Lines { get; } = [first];

    /// <summary>The words that hold a digit, in their order; those that differ say so. None before there is a second line.</summary>
    public IReadOnlyList<LogColumn> Columns => _columns ?? [];

    public void Add(string line)
    {
        Count++;
        Last = line;
        if (IsError && Lines.Count < MostErrorLines) Lines.Add(line);
        _columns ??= Begin();
        foreach (var (index, word) in LogWords.Of(line).Index())
        {
            // Lines of one template have as many of them; more would be a collision of hashes.
            if (index < _columns.Count) _columns[index].Add(line.AsSpan()[word.Range], line);
        }
    }

    /// <summary>Lines that hold a value which few others have, and that do not stand first or last.</summary>
    public IEnumerable<string> RareLines() => Columns.SelectMany(column => column.RareLines(Count)).Distinct().Where(line => line != First && line != Last).Take(MostRareLines);

    private List<LogColumn> Begin()
    {
        List<LogColumn> columns = [];
        foreach (var word in LogWords.Of(First))
        {
            var column = new LogColumn(word.Name.GetOffsetAndLength(First.Length).Length == 0 ? null : First[word.Name]);
            column.Add(First.AsSpan()[word.Range], First);
            columns.Add(column);
        }

        return columns;
    }
}
