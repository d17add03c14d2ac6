using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs.Reading;

namespace AgentFunctions.Core.Runs.Control;

/// <summary>A verb for all runs that a filter names, of those that the caller may both read and steer. Which they are is settled before anything is done.</summary>
public sealed class RunBulk
{
    /// <summary>Runs that are done at once.</summary>
    public const int MaxRuns = 500;

    private readonly RunReader _reader;
    private readonly RunControl _control;

    internal RunBulk(RunReader reader, RunControl control) => (_reader, _control) = (reader, control);

    /// <param name="reader">Who asks, as a reader: a run that it may not read is as if it did not exist.</param>
    /// <param name="viewer">Who asks, as one who steers.</param>
    /// <param name="verb">What.</param>
    /// <param name="filter">Which runs; those that the verb does not apply to are passed over.</param>
    /// <param name="reason">Why.</param>
    /// <param name="isDryRun">Only tell which.</param>
    /// <param name="cancellationToken">Ends it where it stands; what is done stays done.</param>
    public async ValueTask<Outcome<RunBulkResult>> DoAsync(RunViewer reader, RunViewer viewer, RunVerb verb, RunFilter filter, string? reason, bool isDryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        var (found, cursor) = (new List<Run>(), (string?)null);
        do
        {
            var page = await _reader.ListAsync(reader, filter, ResourceStore.MaxLimit, cursor, cancellationToken);
            if (page.Value is not { } runs) return page.Error!;
            found.AddRange(runs.Items.Where(run => viewer.Sees(run.Agent, run.Team, run.StartedBy) && RunVerbs.AppliesTo(verb, run.Status) && !IsDone(verb, run) && (run.Target is not null || verb == RunVerb.Purge)));
            cursor = runs.NextCursor;
        }
        while (cursor is not null && found.Count <= MaxRuns);

        var items = new List<RunBulkItem>();
        foreach (var run in found.Take(MaxRuns))
        {
            if (isDryRun)
            {
                items.Add(new RunBulkItem(run, false, null));
                continue;
            }

            var outcome = await _control.DoAsync(viewer, run.Id, verb, reason, cancellationToken);
            items.Add(new RunBulkItem(outcome.Value ?? run, outcome.Value is not null, outcome.Error));
        }

        return new RunBulkResult(items, found.Count > MaxRuns);
    }

    private static bool IsDone(RunVerb verb, Run run) => verb switch
    {
        RunVerb.Cancel => run.Status == RunStatus.Cancelled,
        RunVerb.Terminate => run.Status == RunStatus.Terminated,
        RunVerb.Suspend => run.Status == RunStatus.Suspended,
        RunVerb.Resume => run.Status != RunStatus.Suspended,
        _ => false,
    };
}
