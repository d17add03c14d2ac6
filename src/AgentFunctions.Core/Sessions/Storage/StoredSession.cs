using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Sessions.Storage;

/// <summary>
/// A session as it is stored. Times are Unix milliseconds. Everything that is written to a session is written in one batch with this document, so nothing is ever added to a session that has ended.
/// </summary>
internal sealed record StoredSession
{
    public int Format { get; init; } = 1;

    public required string Id { get; init; }

    public required string Agent { get; init; }

    public string? Team { get; init; }

    /// <summary>Tells this session from earlier ones of the same id; part of the id of everything in it. Sessions of an earlier version have none, and nothing in them.</summary>
    public string Epoch { get; init; } = "0";

    public required long StartedAt { get; init; }

    /// <summary>Written now and then, see <see cref="SessionBinder"/>.</summary>
    public required long LastSeenAt { get; init; }

    /// <summary>Sequence of the next message; the first is 1.</summary>
    public long Next { get; init; } = 1;

    /// <summary>The least integrity of what is in its messages.</summary>
    public string Integrity { get; init; } = "trusted";

    /// <summary>The most confidentiality of what is in its messages.</summary>
    public string Confidentiality { get; init; } = "public";

    /// <summary>Bytes of its messages and of all versions of its slots, as JSON, without what was erased.</summary>
    public long Bytes { get; init; }

    /// <summary>Changes where something of it is about to be erased: what others work out at that moment is worked out again.</summary>
    public long Erasures { get; init; }

    /// <summary>Bytes of the messages that were appended, erased or not: places in it go by these.</summary>
    public long MessageBytes { get; init; }

    /// <summary>Messages in it that stay in every context; null: begun by an earlier version, which did not count them.</summary>
    public long? Staying { get; init; }

    public static StoredSession Read(Document document) =>
        JsonSerializer.Deserialize(document.Body.Span, SessionJson.Default.StoredSession) ?? throw new InvalidOperationException("A session document is null.");

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, SessionJson.Default.StoredSession);
}
