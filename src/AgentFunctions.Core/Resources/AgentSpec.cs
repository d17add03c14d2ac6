namespace AgentFunctions.Core.Resources;

/// <summary>An agent. Source: API.md, agents.</summary>
public sealed record AgentSpec
{
    public string? Team { get; set; }

    /// <summary>Person or group that answers for the agent.</summary>
    public string? Owner { get; set; }

    /// <summary>Person who wanted it and pays for it, where that is another than the owner.</summary>
    public string? Sponsor { get; set; }

    /// <summary>Model ids and wildcards (<c>gpt-*</c>, <c>*</c>) the agent may call; none by default.</summary>
    public IReadOnlyList<string> Models { get; set; } = [];

    /// <summary>The model that its runs call; null: the first of <see cref="Models"/> that is no pattern.</summary>
    public string? Model { get; set; }

    public IReadOnlyList<string> Tools { get; set; } = [];

    /// <summary>Agents that its runs may hand work to; none by default.</summary>
    public IReadOnlyList<string> Agents { get; set; } = [];

    /// <summary>What it is for, as models and people are told.</summary>
    public string? Description { get; set; }

    /// <summary>JSON Schema of what its runs answer; null: text.</summary>
    public System.Text.Json.JsonElement? Output { get; set; }

    public string? Instructions { get; set; }

    /// <summary><c>trusted</c> or <c>untrusted</c>.</summary>
    public string UserInput { get; set; } = "trusted";

    /// <summary>Provider-hosted tool types the agent may use on <c>/v1/responses</c> and <c>web_search_options</c>; none by default.</summary>
    public IReadOnlyList<string> HostedTools { get; set; } = [];

    /// <summary>Hosts (or <c>*.example.com</c>) that remote image and file URLs may name; none by default.</summary>
    public IReadOnlyList<string> ContentHosts { get; set; } = [];

    /// <summary>What its sessions hold, and how what its model is shown is put together; null: the built-in slots, nothing made smaller.</summary>
    public Sessions.Declaration.AgentContextSpec? Context { get; set; }

    /// <summary>What its memory may use; null: no models.</summary>
    public Memory.Declaration.AgentMemorySpec? Memory { get; set; }

    /// <summary>Applications of Entra ID whose tokens are the agent's key; none by default.</summary>
    public IReadOnlyList<WorkloadSpec> Workloads { get; set; } = [];

    public AgentLimitsSpec Limits { get; set; } = new();
}
