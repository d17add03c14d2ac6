namespace AgentFunctions.Core.Memory.Store.Usage;

/// <summary>What came of a run for a record that it used.</summary>
/// <param name="RunId">The run.</param>
/// <param name="IsSuccess">It went well.</param>
/// <param name="IsVerified">Somebody else than the agent found it; an agent's own claim is kept and moves nothing.</param>
/// <param name="By">Who says so, <c>agents/a</c> or <c>principals/p</c>.</param>
public sealed record MemoryOutcome(string RunId, bool IsSuccess, bool IsVerified, string By)
{
    /// <summary>When that was first said; null: now.</summary>
    public DateTimeOffset? At { get; init; }
}
