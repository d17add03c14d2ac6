namespace AgentFunctions.LocalHost.CommandLine.Parsing;

/// <summary>What was given.</summary>
internal sealed record ParsedOptions(IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The value of an option, or null.</summary>
    public string? this[string name] => Values.GetValueOrDefault(name);

    public bool Has(string name) => Values.ContainsKey(name);
}
