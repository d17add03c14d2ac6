namespace AgentFunctions.Core.Statements;

/// <summary>Monthly statements. Section <c>AgentFunctions:Statements</c>.</summary>
public sealed class StatementOptions
{
    public const string SectionName = "AgentFunctions:Statements";

    /// <summary>How long after its end a month can be closed at the earliest: clocks of machines differ, and calls end later than they begin. Default 1 h, 5 min to 30 days.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromHours(1);
}
