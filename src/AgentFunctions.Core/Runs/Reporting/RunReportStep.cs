using AgentFunctions.Core.Runs.Steps;

namespace AgentFunctions.Core.Runs.Reporting;

/// <summary>A step in a report.</summary>
/// <param name="Step">The step.</param>
/// <param name="Usage">What it came to, runs within it included; null where that is not known.</param>
/// <param name="ChildRunId">The run within it; null for none.</param>
public sealed record RunReportStep(RunStep Step, RunUsage? Usage, string? ChildRunId)
{
    /// <summary>The records of memory that it was given.</summary>
    public IReadOnlyList<RunReportRecord> Recalled { get; } = RecalledRecords.Of(Step);
}
