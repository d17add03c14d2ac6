using System.Text.Json.Serialization;

namespace AgentFunctions.Gateway.Models.Responses;

/// <summary>A response, or an item of one, that an agent was issued: where its state lies and what it cost.</summary>
internal sealed record IssuedResponse
{
    [JsonPropertyName("issuedId")]
    public required string IssuedId { get; init; }

    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    [JsonPropertyName("deployment")]
    public required string Deployment { get; init; }

    [JsonPropertyName("tokens")]
    public long Tokens { get; init; }

    /// <summary>Ids of its items, so that deleting the response forgets them too; empty for an item.</summary>
    [JsonPropertyName("items")]
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>An item of a response, which goes with it.</summary>
    [JsonPropertyName("isItem")]
    public bool IsItem { get; init; }

    /// <summary>On whose behalf, as it is compared; null where that is not known.</summary>
    [JsonPropertyName("subject")]
    public string? Subject { get; init; }

    /// <summary>Of the agent; kept where <see cref="Subject"/> is.</summary>
    [JsonPropertyName("team")]
    public string? Team { get; init; }

    /// <summary>The run of the agent that it belongs to; null for none.</summary>
    [JsonPropertyName("run")]
    public string? Run { get; init; }

    /// <summary>When it was recorded, in Unix milliseconds; kept where <see cref="Run"/> is.</summary>
    [JsonPropertyName("at")]
    public long? At { get; init; }
}
