namespace AgentFunctions.Core.Resources;

/// <summary>An agent. Source: API.md, agents.</summary>
public sealed record AgentSpec
{
    public string? Team { get; init; }

    public string? Owner { get; init; }

    /// <summary>Model ids and wildcards (<c>gpt-*</c>, <c>*</c>) the agent may call; none by default.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    public IReadOnlyList<string> Tools { get; init; } = [];

    public string? Instructions { get; init; }

    /// <summary><c>trusted</c> or <c>untrusted</c>.</summary>
    public string UserInput { get; init; } = "trusted";

    /// <summary>Provider-hosted tool types the agent may use on <c>/v1/responses</c> and <c>web_search_options</c>; none by default.</summary>
    public IReadOnlyList<string> HostedTools { get; init; } = [];

    /// <summary>Hosts (or <c>*.example.com</c>) that remote image and file URLs may name; none by default.</summary>
    public IReadOnlyList<string> ContentHosts { get; init; } = [];

    public AgentLimitsSpec Limits { get; init; } = new();
}
