using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Sessions.Storage;

/// <summary>A slot, or one version of it, as it is stored.</summary>
internal sealed record StoredSlot
{
    public required string Name { get; init; }

    public required long Version { get; init; }

    /// <summary>The value itself, or a reference to its payload.</summary>
    public required JsonElement Value { get; init; }

    public required string Integrity { get; init; }

    public required string Confidentiality { get; init; }

    /// <summary>Who wrote it: <c>agent/triage</c>, <c>operator/ops</c>.</summary>
    public required string By { get; init; }

    /// <summary>The run in which it was written, one of the agent that wrote it; null where there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Run { get; init; }

    /// <summary>On whose behalf, as it was written.</summary>
    public string? EndUser { get; init; }

    /// <summary>The same as it is compared.</summary>
    public string? Subject { get; init; }

    /// <summary>Bytes of the value as JSON; 0 for one of an earlier version.</summary>
    public long Bytes { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long At { get; init; }
}
