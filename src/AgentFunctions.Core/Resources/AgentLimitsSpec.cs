namespace AgentFunctions.Core.Resources;

/// <summary>Limits of one agent's runs.</summary>
public sealed record AgentLimitsSpec
{
    public int Steps { get; set; } = 20;

    public TimeSpan Deadline { get; set; } = TimeSpan.FromMinutes(10);
}
