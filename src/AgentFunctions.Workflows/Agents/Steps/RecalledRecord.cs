namespace AgentFunctions.Workflows.Agents.Steps;

/// <summary>A record that a run was shown.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Score">How well it matched; comparable within one run only.</param>
internal sealed record RecalledRecord(string Id, double Score);
