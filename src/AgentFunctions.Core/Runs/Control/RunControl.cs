using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Control;

/// <summary>Steers runs of ours. Each verb can be sent again: what is done stays done, what was broken off is finished.</summary>
/// <exception cref="DocumentStoreUnavailableException">It may be done in part; send it again.</exception>
public sealed class RunControl
{
    private readonly RunStore _store;
    private readonly RunScheduler _scheduler;
    private readonly RunSteering _steering;
    private readonly RunRewinding _rewinding;
    private readonly RunPurging _purging;
    private readonly RunActors _actors;

    internal RunControl(RunStore store, RunScheduler scheduler, RunSteering steering, RunRewinding rewinding, RunPurging purging, RunActors actors) =>
        (_store, _scheduler, _steering, _rewinding, _purging, _actors) = (store, scheduler, steering, rewinding, purging, actors);

    /// <summary>Does what was asked; the run as it is then. Refused (409) where the verb does not apply to where the run is, or its agent lives elsewhere; 404 where the viewer does not see it.</summary>
    /// <param name="viewer">Who asks.</param>
    /// <param name="runId">Which run.</param>
    /// <param name="verb">What.</param>
    /// <param name="reason">Why; in the run's events.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<Outcome<Run>> DoAsync(RunViewer viewer, string runId, RunVerb verb, string? reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        if (!ResourceIds.IsValid(runId) || await _store.FindAsync(viewer.TenantId, runId, cancellationToken) is not { } run || !viewer.Sees(run)) return RunErrors.NotFound(runId);
        var name = RunVerbs.ToName(verb);

        // What an agent of elsewhere did can be deleted as well; the engine has nothing of it.
        if (!run.IsOurs && verb != RunVerb.Purge) return RunErrors.External(runId, name);
        if (_scheduler.Engine is null && run.IsOurs) return RunErrors.NoEngine;
        if (!RunVerbs.AppliesTo(verb, run.State)) return RunErrors.NotThere(run.ToRun(), name);
        var asked = new RunAsked(viewer.TenantId, viewer.By, reason);
        if (verb == RunVerb.Purge) return await _purging.PurgeAsync(_scheduler.Engine, asked, run, cancellationToken);
        var engine = _scheduler.Engine!;
        if (!run.IsClosed || verb == RunVerb.Rewind) await _actors.NoteAsync(asked, verb, run, cancellationToken);
        return verb switch
        {
            RunVerb.Cancel => await _steering.CancelAsync(engine, asked, run, cancellationToken),
            RunVerb.Suspend => await _steering.SuspendAsync(engine, asked, run, cancellationToken),
            RunVerb.Resume => await _steering.ResumeAsync(engine, asked, run, cancellationToken),
            RunVerb.Terminate => await _steering.TerminateAsync(engine, asked, run, cancellationToken),
            _ => await _rewinding.RewindAsync(engine, asked, run, cancellationToken),
        };
    }
}
