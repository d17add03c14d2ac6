using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Runs.Subjects;

/// <summary>What runs say, for those who know that a run was told something that must not be known any more.</summary>
internal interface IRunContents
{
    /// <summary>
    /// Erases what a run says from a time on, with what the runs around it (above, within, forks, those that its end set off) may have of it. An open one is ended first, so that no turn of it tells the rest. That it ran, what it cost and who did what
    /// stays. Done again it does what is left.
    /// </summary>
    /// <param name="scope">The tenant; and, where it names an agent, whose runs alone are touched.</param>
    /// <param name="agent">Whose run it is: another's of that id is left alone.</param>
    /// <param name="team">The agent's team then.</param>
    /// <param name="runId">Which.</param>
    /// <param name="since">Unix milliseconds.</param>
    /// <param name="withInput">What it was started with as well.</param>
    /// <param name="tally">Is told of every run before it is erased; null: nobody counts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask EraseAsync(SubjectScope scope, string agent, string? team, string runId, long since, bool withInput, IErasureTally? tally, CancellationToken cancellationToken);
}
