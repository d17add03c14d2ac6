namespace AgentFunctions.Core.Context.Handles;

/// <summary>Whose handles.</summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="Agent">The agent; a handle is of one agent and nobody else's.</param>
/// <param name="Team">Its team now: what an agent of that name left out in another team is not brought back.</param>
public sealed record HandleScope(string TenantId, string Agent, string? Team)
{
    /// <summary>The session they end with, with its epoch; null: none. Part of what a handle is made from.</summary>
    public string? Session { get; init; }

    /// <summary>The end user whose content it is, as it is compared; null where that is not known. Of who brings it back: for whom; null: for nobody, or with everybody's.</summary>
    public string? Subject { get; init; }

    /// <summary>Others whose content it may be, as they are compared: those of the session.</summary>
    public IReadOnlyCollection<string> Others { get; init; } = [];

    /// <summary>What <see cref="Subjects.Barrier.ErasureBarrier.NowAsync"/> was before the content was read; nothing is kept of whom was erased since.</summary>
    public long Since { get; init; }

    /// <summary>Whose erasure keeps the content from being kept.</summary>
    internal IEnumerable<string> People => Subject is { Length: > 0 } subject ? Others.Prepend(subject).Distinct(StringComparer.Ordinal) : Others;
}
