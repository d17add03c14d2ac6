namespace AgentFunctions.Core.Resources.States;

/// <summary>A state that somebody asks for.</summary>
/// <param name="State">Active ends whatever state there is.</param>
/// <param name="Reason">Why; required for all but active.</param>
/// <param name="Until">When it ends by itself; null: when somebody ends it.</param>
public sealed record StateChange(OperatingState State, string? Reason, DateTimeOffset? Until)
{
    /// <summary>Only where it is active: whatever somebody set stays as it is.</summary>
    public bool OnlyIfActive { get; init; }
}
