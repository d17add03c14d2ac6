using System.Text.Json.Serialization;

namespace AgentFunctions.Gateway.Models.Responses;

/// <summary>A response that is not known here any more, and may still lie at its provider.</summary>
internal sealed record ErasedResponse
{
    [JsonPropertyName("issuedId")]
    public required string IssuedId { get; init; }

    [JsonPropertyName("agent")]
    public required string Agent { get; init; }

    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    [JsonPropertyName("deployment")]
    public required string Deployment { get; init; }
}
