namespace AgentFunctions.Core.Runs.Reporting;

/// <summary>A record of memory that a step was given.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Score">How well it matched; comparable within one step only. null: not kept.</param>
public sealed record RunReportRecord(string Id, double? Score);
