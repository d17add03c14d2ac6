using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Writing;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Runs.Starting;

/// <summary>Writes new runs: the entry of the index, so that none is lost; what is large; then the run with all that belongs to it in one batch. Who creates an id first has it.</summary>
internal sealed class RunCreation(IDocumentStore store, RunStore runs, RunIndex index, RunWriter writer, IPayloadStore payloads, TimeProvider time)
{
    /// <summary>Bytes of an input that lies in the run itself.</summary>
    public const int MaxInput = 16 * 1024;

    /// <summary>Bytes of steps in a batch.</summary>
    private const int MaxStepBytes = 1024 * 1024;
    private const int MaxSteps = 90;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The run, or the one that was there first.</summary>
    public async ValueTask<StoredRun> CreateAsync(string tenantId, RunDraft draft, bool isScheduledByUs, CancellationToken cancellationToken)
    {
        var run = ToRun(draft, isScheduledByUs);
        if (isScheduledByUs) await index.AddUnscheduledAsync(tenantId, run, cancellationToken);
        else await index.AddAsync(tenantId, run, cancellationToken);
        var work = new StoredWork
        {
            Kind = draft.Target.Kind,
            TargetId = draft.Target.Id,
            Input = await payloads.KeepAsync(tenantId, RunDocuments.OwnerOf(draft.Id), draft.Input, MaxInput, cancellationToken),
            Steps = draft.Limits.Steps,
            Depth = draft.Limits.Depth,
            BodyHash = draft.BodyHash,
            Pins = draft.Pins,
            ParentStep = draft.ParentStep,
            InputLabel = draft.InputLabel,
        };
        await WriteStepsAsync(tenantId, draft, cancellationToken);
        var partition = RunDocuments.RunPartition(tenantId, draft.Id);
        var result = await store.ExecuteBatchAsync(
            partition,
            [
                new BatchOperation.Create(new DocumentWrite(RunDocuments.RunId, run.ToBytes())), new BatchOperation.Create(new DocumentWrite(RunDocuments.WorkId, work.ToBytes())),
                .. writer.ToOperations([RunEvents.Status(RunStatus.Pending, false)], after: 0),
            ],
            cancellationToken);
        if (result.IsOk) return run;
        var first = await runs.FindAsync(tenantId, draft.Id, cancellationToken) ?? throw new DocumentStoreUnavailableException("The run could not be created, and is not there.");
        if (first.Purged)
        {
            // Erased before it was written: what was written before it is nobody's to delete.
            await payloads.PurgeAsync(tenantId, RunDocuments.OwnerOf(draft.Id), cancellationToken);
            foreach (var step in draft.Steps) await store.DeleteAsync(partition, RunDocuments.StepId(step.Step.Id), null, cancellationToken);
        }

        if (first.Entry != run.Entry) await index.RemoveUnscheduledAsync(tenantId, run.Entry, cancellationToken);
        return first;
    }

    private StoredRun ToRun(RunDraft draft, bool isScheduledByUs)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        List<StoredBudget> budgets = [.. draft.Limits.Budget is { } budget ? [new StoredBudget(draft.Id, budget)] : Array.Empty<StoredBudget>(), .. draft.Above];
        return new StoredRun
        {
            Id = draft.Id,
            Agent = draft.Agent,
            Team = draft.Team,
            Session = draft.Session,
            Status = RunStatuses.ToName(RunStatus.Pending),
            Origin = draft.Target.Kind == RunTargetKind.Agent ? Run.OfAgent : Run.OfWorkflow,
            StartedAt = now,
            LastSeenAt = now,
            Entry = RunDocuments.EntryOf(draft.Id, draft.Agent, draft.Team, now),
            Target = draft.Target.ToString(),
            Workflow = draft.Target.Kind == RunTargetKind.Workflow ? draft.Target.Id : null,
            StartedBy = draft.StartedBy,
            EndUser = draft.EndUser,
            Subject = draft.EndUser is { } person ? SubjectNames.Fold(person) : null,
            Parent = draft.Parent,
            ForkOf = draft.ForkOf,
            EventDepth = draft.EventDepth,
            CausedBy = draft.CausedBy,
            PublishedBy = draft.PublishedBy.Count == 0 ? null : draft.PublishedBy,
            Deadline = draft.Limits.Deadline?.ToUnixTimeMilliseconds(),
            StepLimit = draft.Limits.Steps,
            DepthLimit = draft.Limits.Depth,
            Seq = 1,
            Steps = draft.Steps.Count,
            StepsLabel = draft.StepsLabel,
            Scheduled = !isScheduledByUs,
            Budgets = budgets.Count == 0 ? null : budgets,
        };
    }

    /// <summary>Before the run: nobody reads them until it is there, and a run is never there without.</summary>
    private async ValueTask WriteStepsAsync(string tenantId, RunDraft draft, CancellationToken cancellationToken)
    {
        var partition = RunDocuments.RunPartition(tenantId, draft.Id);
        var (batch, bytes) = (new List<BatchOperation>(), 0);
        foreach (var step in draft.Steps)
        {
            var write = step.ToWrite();
            if (batch.Count == MaxSteps || (batch.Count > 0 && bytes + write.Body.Length > MaxStepBytes))
            {
                await store.ExecuteBatchAsync(partition, batch, cancellationToken);
                (batch, bytes) = ([], 0);
            }

            batch.Add(new BatchOperation.Upsert(write));
            bytes += write.Body.Length;
        }

        if (batch.Count > 0) await store.ExecuteBatchAsync(partition, batch, cancellationToken);
    }
}
