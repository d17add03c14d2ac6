namespace AgentFunctions.Core.Payloads.Storage;

/// <summary>The head of a payload: written last, so what has one is whole.</summary>
internal sealed record StoredPayload
{
    public int Format { get; init; } = 1;

    /// <summary>Bytes of the whole content.</summary>
    public required int Size { get; init; }

    /// <summary>Parts in documents of their own; 0: the content is here.</summary>
    public required int Parts { get; init; }

    public byte[]? Data { get; init; }
}
