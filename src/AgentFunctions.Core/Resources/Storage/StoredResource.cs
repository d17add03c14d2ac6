using System.Text.Json;
using AgentFunctions.Core.Keys;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>A resource as stored.</summary>
internal sealed record StoredResource
{
    public required string Kind { get; init; }

    public required string Id { get; init; }

    /// <summary>Sequence of the tenant at the last change.</summary>
    public required long Seq { get; init; }

    public required long Version { get; init; }

    public required string Etag { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>A tombstone: it tells readers of the change and lets the version count go on; it expires.</summary>
    public required bool Deleted { get; init; }

    public required bool Wildcard { get; init; }

    /// <summary>What it names, <c>providers:openai</c>.</summary>
    public required IReadOnlyList<string> Refs { get; init; }

    /// <summary>Undefined in a tombstone.</summary>
    public JsonElement? Spec { get; init; }

    /// <summary>Keys only.</summary>
    public KeySecrets? Secrets { get; init; }
}
