namespace AgentFunctions.Core.Usage.Reading;

/// <summary>The time that one row of an answer stands for; UTC.</summary>
public enum UsageGranularity
{
    /// <summary>The whole span.</summary>
    Whole,
    Minute,
    Hour,
    Day,
    Month,
}
