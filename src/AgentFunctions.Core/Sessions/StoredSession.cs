using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Sessions;

/// <summary>A session as it is stored. Times are Unix milliseconds.</summary>
internal sealed record StoredSession
{
    public int Format { get; init; } = 1;

    public required string Id { get; init; }

    public required string Agent { get; init; }

    public string? Team { get; init; }

    public required long StartedAt { get; init; }

    /// <summary>Written now and then, see <see cref="SessionBinder"/>.</summary>
    public required long LastSeenAt { get; init; }

    public static StoredSession Read(Document document) =>
        JsonSerializer.Deserialize(document.Body.Span, SessionJson.Default.StoredSession) ?? throw new InvalidOperationException("A session document is null.");

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, SessionJson.Default.StoredSession);
}
