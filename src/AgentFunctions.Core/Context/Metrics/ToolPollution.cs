namespace AgentFunctions.Core.Context.Metrics;

/// <summary>What the results of one tool added to a context.</summary>
/// <param name="Tool">Its name; null where the call does not say.</param>
/// <param name="Results">How many.</param>
/// <param name="Tokens">What they cost as they were given.</param>
/// <param name="UnreferencedTokens">Of results that no later step used a value of.</param>
/// <param name="DuplicateTokens">Of results that stand earlier.</param>
public sealed record ToolPollution(string? Tool, int Results, int Tokens, int UnreferencedTokens, int DuplicateTokens)
{
    /// <summary>Names of the fields of its JSON that later steps used a value of, at most 20; empty where none is known, and for a tool that declares its fields.</summary>
    public IReadOnlyList<string> UsedFields { get; init; } = [];
}
