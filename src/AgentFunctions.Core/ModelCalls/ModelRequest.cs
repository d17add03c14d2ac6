using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.ModelCalls;

/// <summary>A chat completion that a run asks for.</summary>
public sealed record ModelRequest
{
    /// <summary>Ours and new for each try: keys the ledger, events and records.</summary>
    public required string CallId { get; init; }

    /// <summary>With the agent it acts as, on a view of now.</summary>
    public required Caller Caller { get; init; }

    /// <summary>Body of <c>POST /v1/chat/completions</c>, UTF-8, not streamed. It must not change any more.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The run it belongs to; null for none.</summary>
    public string? RunId { get; init; }

    /// <summary>The agent's session it belongs to; null for none.</summary>
    public string? SessionId { get; init; }

    /// <summary>On whose behalf; null where that is not known.</summary>
    public string? EndUser { get; init; }
}
