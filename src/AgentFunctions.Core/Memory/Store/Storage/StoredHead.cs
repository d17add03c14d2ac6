namespace AgentFunctions.Core.Memory.Store.Storage;

/// <summary>Every change of an agent's memory that rests on what else is in it is conditional on this number, so that none rests on what was.</summary>
internal sealed record StoredHead
{
    public int Format { get; init; } = 1;

    public required long Seq { get; init; }
}
