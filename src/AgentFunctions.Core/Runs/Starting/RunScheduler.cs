using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Core.Runs.Starting;

/// <summary>Hands runs that are written to the engine. Done again it changes nothing: the engine takes an id once.</summary>
internal sealed class RunScheduler(IDocumentStore store, RunIndex index, IWorkflowClient? engine = null)
{
    /// <summary>null: this host runs no workflows.</summary>
    public IWorkflowClient? Engine => engine;

    /// <exception cref="DocumentStoreUnavailableException">The job does it later.</exception>
    public async ValueTask ScheduleAsync(string tenantId, StoredRun run, CancellationToken cancellationToken)
    {
        if (engine is null) return;
        var target = RunTarget.Parse(run.Target) ?? throw new InvalidOperationException("A run of ours has no target.");
        var input = JsonSerializer.SerializeToElement(new RunStart(tenantId, run.Id), RunJson.Default.RunStart);
        await engine.ScheduleAsync(RunWorkflows.InstanceOf(tenantId, run.Id), RunWorkflows.NameFor(target.Kind), input, cancellationToken);
        await store.PatchAsync(RunDocuments.RunPartition(tenantId, run.Id), RunDocuments.RunId, [new PatchOperation.SetValue("scheduled", true)], null, cancellationToken);
        await index.ScheduledAsync(tenantId, run.Entry, cancellationToken);
    }
}
