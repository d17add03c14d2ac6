using System.Text.Json;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources.States;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>A resource as stored.</summary>
internal sealed record StoredResource
{
    /// <summary>Format of every document of the control plane; 1 had no versions, changes, states and owners.</summary>
    public const int CurrentFormat = 2;

    public int Format { get; init; } = CurrentFormat;

    public required string Kind { get; init; }

    public required string Id { get; init; }

    /// <summary>Sequence of the tenant at the last change.</summary>
    public required long Seq { get; init; }

    public required long Version { get; init; }

    public required string Etag { get; init; }

    /// <summary>Of the write that gave it its spec; null: of the last write. States come and go beside it.</summary>
    public long? SpecVersion { get; init; }

    /// <summary>As <see cref="SpecVersion"/>.</summary>
    public string? SpecEtag { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Who wrote last, <c>operator/ops</c>.</summary>
    public string? UpdatedBy { get; init; }

    /// <summary>A tombstone: it lets the version count go on.</summary>
    public required bool Deleted { get; init; }

    public required bool Wildcard { get; init; }

    /// <summary>What it names, <c>providers:openai</c>.</summary>
    public required IReadOnlyList<string> Refs { get; init; }

    /// <summary>Undefined in a tombstone.</summary>
    public JsonElement? Spec { get; init; }

    /// <summary>Keys only.</summary>
    public KeySecrets? Secrets { get; init; }

    /// <summary>null: active, never set.</summary>
    public ResourceState? State { get; init; }

    /// <summary>The set that owns it; null: nobody's.</summary>
    public string? ManagedBy { get; init; }
}
