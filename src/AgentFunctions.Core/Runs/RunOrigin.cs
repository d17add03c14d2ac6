namespace AgentFunctions.Core.Runs;

/// <summary>Who is behind a run.</summary>
/// <param name="StartedBy">Who started it, <c>operator/ops</c>; null for one that a call began.</param>
/// <param name="PublishedBy">Who published the events that it was started for, follows from or was told.</param>
/// <param name="EndUser">On whose behalf it runs; null: nobody's.</param>
public sealed record RunOrigin(string? StartedBy, IReadOnlyList<string> PublishedBy, string? EndUser)
{
    /// <summary>Nobody.</summary>
    public static RunOrigin None { get; } = new(null, [], null);
}
