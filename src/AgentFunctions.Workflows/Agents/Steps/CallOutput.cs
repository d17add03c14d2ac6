using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Workflows.Agents.Steps;

/// <summary>What came out of a call of a tool or an agent.</summary>
internal sealed record CallOutput
{
    /// <summary>What the model is told.</summary>
    public required JsonElement Content { get; init; }

    public bool IsError { get; init; }

    /// <summary>Of the content, <c>untrusted</c> or <c>trusted</c>; null where it is ours.</summary>
    public string? Integrity { get; init; }

    /// <summary><c>public</c>, <c>internal</c> or <c>restricted</c>; null where it is ours.</summary>
    public string? Confidentiality { get; init; }

    /// <summary>Both; what is ours is trusted.</summary>
    [JsonIgnore]
    public ContentLabel Label => new(LabelNames.FindIntegrity(Integrity) ?? Core.Labels.Integrity.Trusted, LabelNames.FindConfidentiality(Confidentiality) ?? Core.Labels.Confidentiality.Internal);

    /// <summary>HTTP status of the tool.</summary>
    public int? Status { get; init; }

    /// <summary>Digest of call and result.</summary>
    public required string Digest { get; init; }
}
