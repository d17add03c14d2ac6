namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>What became of one draft.</summary>
/// <param name="Index">Its place among the drafts.</param>
/// <param name="Id">The record; null where it was refused.</param>
/// <param name="Status">What was done.</param>
/// <param name="Reason">Why it was refused, one of <see cref="MemoryRefusals"/>, is in quarantine (<c>learned</c>) or a warning from the start (<c>demoted</c>); null otherwise.</param>
public sealed record MemoryWriteResult(int Index, string? Id, MemoryWriteStatus Status, string? Reason)
{
    /// <summary>The field that is wrong, within the draft, for <see cref="MemoryRefusals.Invalid"/>.</summary>
    public string? Field { get; init; }

    /// <summary>What is wrong with it and what to write instead, where that is known.</summary>
    public string? Message { get; init; }
}
