namespace AgentFunctions.Core.Usage.Folding;

/// <summary>The time that one row adds up.</summary>
internal enum RollupLevel
{
    Minute,
    Hour,
    Day,
}
