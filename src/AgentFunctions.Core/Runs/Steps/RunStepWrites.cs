using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Steps;

/// <summary>Steps of runs in their documents.</summary>
internal sealed class RunStepWrites(IDocumentStore store, IPayloadStore payloads)
{
    /// <summary>Bytes of an input that lies in the step itself.</summary>
    public const int MaxInput = 16 * 1024;

    /// <summary>Bytes of an output that lies in the step itself.</summary>
    public const int MaxOutput = 32 * 1024;

    private static readonly DocumentFilter IsOpen = new DocumentFilter.OneOf("step.status", [RunStepJson.ToName(RunStepStatus.Running), RunStepJson.ToName(RunStepStatus.Waiting)]);
    private static readonly DocumentFilter HasFailed = new DocumentFilter.OneOf("step.status", [RunStepJson.ToName(RunStepStatus.Failed), RunStepJson.ToName(RunStepStatus.Cancelled)]);

    public async ValueTask<StoredStep?> FindAsync(string tenantId, string runId, string stepId, CancellationToken cancellationToken) =>
        (await store.ReadAsync(RunDocuments.RunPartition(tenantId, runId), RunDocuments.StepId(stepId), cancellationToken)).Document is { } document ? StoredStep.Read(document) : null;

    /// <summary>Steps that have not ended.</summary>
    public IAsyncEnumerable<StoredStep> ListOpenAsync(string tenantId, string runId, CancellationToken cancellationToken) => ListAsync(tenantId, runId, IsOpen, null, cancellationToken);

    /// <summary>Steps that a rewind does again, if the engine does.</summary>
    public IAsyncEnumerable<StoredStep> ListFailedAsync(string tenantId, string runId, CancellationToken cancellationToken) => ListAsync(tenantId, runId, HasFailed, null, cancellationToken);

    /// <summary>Steps in their order, after one of them.</summary>
    public async IAsyncEnumerable<StoredStep> ListAsync(
        string tenantId, string runId, DocumentFilter? filter, string? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new DocumentQuery(filter, IdPrefix: RunDocuments.Steps, IdAfter: after is null ? null : RunDocuments.StepId(after));
        do
        {
            var page = await store.QueryAsync(RunDocuments.RunPartition(tenantId, runId), query, cancellationToken);
            foreach (var document in page.Items) yield return StoredStep.Read(document);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    /// <summary>The step with contents that fit: larger ones are kept elsewhere and referred to.</summary>
    public async ValueTask<RunStep> FitAsync(string tenantId, string runId, RunStep step, CancellationToken cancellationToken)
    {
        var owner = RunDocuments.OwnerOf(runId);
        if (step.Input is { } input) step = step with { Input = await payloads.KeepAsync(tenantId, owner, input, MaxInput, cancellationToken) };
        if (step.Output is { } output) step = step with { Output = await payloads.KeepAsync(tenantId, owner, output, MaxOutput, cancellationToken) };
        return step;
    }

    /// <summary>A step ends with its run.</summary>
    public static StoredStep Cancel(StoredStep step, DateTimeOffset now, string why) => step with { Step = step.Step with { Status = RunStepStatus.Cancelled, EndedAt = now, Error = step.Step.Error ?? why } };
}
