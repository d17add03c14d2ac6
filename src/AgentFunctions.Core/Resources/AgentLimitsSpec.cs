namespace AgentFunctions.Core.Resources;

/// <summary>Limits of one agent's runs.</summary>
public sealed record AgentLimitsSpec
{
    public int Steps { get; init; } = 20;

    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);
}
