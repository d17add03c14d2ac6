namespace AgentFunctions.Core.Context.Handles;

/// <summary>What a handle stands for, as it is stored.</summary>
internal sealed record StoredHandle
{
    public required string MediaType { get; init; }

    public required string Integrity { get; init; }

    public required string Confidentiality { get; init; }

    public string? Team { get; init; }

    public string? Session { get; init; }

    public string? Subject { get; init; }

    /// <summary>Of the writer, see <see cref="HandleScope.Since"/>.</summary>
    public long Since { get; init; }

    public required int Size { get; init; }

    /// <summary>Documents that hold the content; 0: it is in <see cref="Data"/>.</summary>
    public required int Parts { get; init; }

    public byte[]? Data { get; init; }
}
