using System.Text.Json;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Tools.BuiltIn;

/// <summary>A call of a built-in tool.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="Agent">The agent that calls.</param>
/// <param name="Arguments">An object that fits the schema.</param>
/// <param name="IdempotencyKey">The same on every retry of the same call.</param>
public sealed record BuiltInToolCall(string TenantId, string Agent, JsonElement Arguments, string IdempotencyKey)
{
    /// <summary>The agent's team; null for none.</summary>
    public string? Team { get; init; }

    /// <summary>The run it belongs to; null for none.</summary>
    public string? RunId { get; init; }

    /// <summary>The agent's session it belongs to; null for none.</summary>
    public string? SessionId { get; init; }

    /// <summary>On whose behalf; null where that is not known.</summary>
    public string? EndUser { get; init; }

    /// <summary>A call on behalf of somebody is given what memory holds of others too, see <see cref="Memory.Declaration.AgentMemorySpec.Subjects"/>.</summary>
    public bool SeesEverybody { get; init; }

    /// <summary>What all that the caller had seen is worth; untrusted where that is not known.</summary>
    public Integrity Seen { get; init; }

    /// <summary>Who may see all of that at most.</summary>
    public Confidentiality SeenConfidentiality { get; init; } = Confidentiality.Internal;
}
