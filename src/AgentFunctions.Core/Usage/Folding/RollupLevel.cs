namespace AgentFunctions.Core.Usage.Folding;

/// <summary>The time that one row adds up.</summary>
internal enum RollupLevel
{
    Minute,

    /// <summary>Only around the ends of months, see <see cref="RollupTime.IsNearMonthEnd"/>.</summary>
    Quarter,
    Hour,
    Day,
}
