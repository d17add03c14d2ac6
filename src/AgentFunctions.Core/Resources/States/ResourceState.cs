namespace AgentFunctions.Core.Resources.States;

/// <summary>A state that somebody set. Not part of the spec: manifests never change it.</summary>
public sealed record ResourceState
{
    public required OperatingState State { get; init; }

    public required string Reason { get; init; }

    /// <summary>When it ends by itself; null: when somebody ends it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Who set it, <c>operator/ops</c>.</summary>
    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Set by the platform: operators of the tenant cannot lift it.</summary>
    public bool ByPlatform { get; init; }

    /// <summary>The state that counts now.</summary>
    public static OperatingState Of(ResourceState? state, DateTimeOffset now) => state is null || state.Until <= now ? OperatingState.Active : state.State;
}
