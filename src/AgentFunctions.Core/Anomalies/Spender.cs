namespace AgentFunctions.Core.Anomalies;

/// <summary>Who spends: an agent, or one of its runs.</summary>
internal readonly record struct Spender(string Agent, string? Run)
{
    public override string ToString() => Run is null ? "agents/" + Agent : "runs/" + Run;
}
