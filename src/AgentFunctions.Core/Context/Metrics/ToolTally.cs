namespace AgentFunctions.Core.Context.Metrics;

/// <summary>Adds up what the results of one tool cost.</summary>
internal sealed class ToolTally(string? tool)
{
    private int _results;

    public string? Tool => tool;

    public int Tokens { get; private set; }

    public int Unreferenced { get; private set; }

    public int Duplicate { get; private set; }

    public void Add(int tokens, bool isUnused, bool isDuplicate)
    {
        _results++;
        Tokens += tokens;
        if (isUnused) Unreferenced += tokens;
        if (isDuplicate) Duplicate += tokens;
    }

    public ToolPollution ToPollution(IReadOnlyDictionary<string, (IReadOnlyList<string> Used, int All)> fields) =>
        new(tool, _results, Tokens, Unreferenced, Duplicate) { UsedFields = tool is not null && fields.TryGetValue(tool, out var found) ? found.Used : [] };
}
