namespace AgentFunctions.Http.Tests.Isolation;

/// <summary>A mark in a content: whose it is.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Agent">The agent that keeps it.</param>
/// <param name="Kind">What it is in: <c>memory</c>, <c>message</c>, <c>run</c>, <c>action</c>.</param>
/// <param name="Person">On whose behalf; empty for nobody.</param>
/// <param name="StartedBy">Of a run: the caller that started it.</param>
internal sealed record ContentMark(string Tenant, string Agent, string Kind, string Person, string StartedBy)
{
    public string Team => ContentCaller.TeamOf(Agent);

    /// <summary>The request that brought it was allowed.</summary>
    public bool IsWritten { get; set; }

    /// <summary>Its person was erased: nobody may see it any more.</summary>
    public bool IsErased { get; set; }
}
