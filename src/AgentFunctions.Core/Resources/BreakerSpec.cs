namespace AgentFunctions.Core.Resources;

/// <summary>When a target is left alone: <see cref="Failures"/> within <see cref="Window"/> opens it for <see cref="Cooldown"/>, then one call probes.</summary>
public sealed record BreakerSpec
{
    public int Failures { get; set; } = 5;

    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan Cooldown { get; set; } = TimeSpan.FromSeconds(15);
}
