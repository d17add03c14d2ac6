namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>A draft behind <see cref="MemoryGates"/>.</summary>
/// <param name="Draft">It.</param>
/// <param name="Refusal">It did not pass.</param>
internal sealed record GatedDraft(MemoryDraft Draft, MemoryWriteResult? Refusal)
{
    /// <summary>In these words it was given out, about another subject: it waits in quarantine, however it came.</summary>
    public bool IsOfAnother { get; init; }

    /// <summary>It says little else than what was given out: counted by <see cref="MemoryTallies"/>.</summary>
    public bool Resembles { get; init; }
}
