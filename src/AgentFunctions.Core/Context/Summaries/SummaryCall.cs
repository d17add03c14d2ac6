using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Context.Summaries;

/// <summary>On whose behalf a model may be asked for a summary.</summary>
/// <param name="Caller">The agent as a caller: its permissions and limits hold.</param>
/// <param name="RunId">The run that pays; null for none.</param>
/// <param name="SessionId">The agent's session; null for none.</param>
public sealed record SummaryCall(Caller Caller, string? RunId, string? SessionId)
{
    /// <summary>On whose behalf; null where that is not known.</summary>
    public string? EndUser { get; init; }
}
