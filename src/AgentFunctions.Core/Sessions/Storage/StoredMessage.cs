using System.Text.Json;

namespace AgentFunctions.Core.Sessions.Storage;

/// <summary>A message as it is stored.</summary>
internal sealed record StoredMessage
{
    public required long Sequence { get; init; }

    public required string Id { get; init; }

    public required string Role { get; init; }

    /// <summary>The message itself, or a reference to its payload.</summary>
    public required JsonElement Message { get; init; }

    public required string Integrity { get; init; }

    public required string Confidentiality { get; init; }

    /// <summary>Who appended it: <c>agent/triage</c>, <c>operator/ops</c>, <c>run/{id}</c>.</summary>
    public required string By { get; init; }

    /// <summary>The run of the agent in which somebody else appended it; null where there was none.</summary>
    public string? Run { get; init; }

    /// <summary>On whose behalf, as it was written.</summary>
    public string? EndUser { get; init; }

    /// <summary>The same as it is compared.</summary>
    public string? Subject { get; init; }

    /// <summary>Bytes of the message as JSON; 0 for one of an earlier version.</summary>
    public long Bytes { get; init; }

    /// <summary>Bytes of the session's messages through this one; 0 for one of an earlier version.</summary>
    public long Through { get; init; }

    /// <summary>Bytes of the session, with its slots, when this one was appended.</summary>
    public long SessionBytes { get; init; }

    /// <summary>It stays in contexts whatever happens; null: no.</summary>
    public bool? Pinned { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long At { get; init; }
}
