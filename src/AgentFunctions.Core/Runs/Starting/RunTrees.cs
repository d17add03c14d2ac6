using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Storage;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Runs.Starting;

/// <summary>
/// How many runs came about within a run that was started from outside: the document <c>tree</c> in its partition. Depth and steps bound one run each; only this bounds what a run of runs of runs comes to.
/// </summary>
internal sealed class RunTrees(IDocumentStore documents, RunStore runs, IOptions<RunsOptions> options)
{
    private const string TreeId = "tree";
    private const string Count = "runs";
    private const int Attempts = 4;

    /// <summary>Counts one more below <paramref name="parent"/>. Counted before it is written: a start that is broken off in between is counted twice, never not at all.</summary>
    /// <returns>The run at the top where there is no room.</returns>
    public async ValueTask<string?> TryAddAsync(string tenantId, StoredRun parent, CancellationToken cancellationToken)
    {
        var root = await RootAsync(tenantId, parent, cancellationToken);
        var partition = RunDocuments.RunPartition(tenantId, root);
        var condition = new DocumentFilter.Compare(Count, FilterOperator.Less, options.Value.MaxRunsWithin);
        for (var i = 0; i < Attempts; i++)
        {
            var counted = await documents.PatchAsync(partition, TreeId, [new PatchOperation.Increment(Count, 1)], condition, cancellationToken);
            if (counted.IsOk) return null;
            if (counted.Status != DocumentStatus.NotFound) return root;
            if ((await documents.CreateAsync(partition, new DocumentWrite(TreeId, Encoding.UTF8.GetBytes($$"""{"{{Count}}":1}""")), cancellationToken)).IsOk) return null;
        }

        return root;
    }

    private async ValueTask<string> RootAsync(string tenantId, StoredRun run, CancellationToken cancellationToken)
    {
        // Nesting is bounded; a run above that was purged is the top of what is left.
        for (var i = 0; i < RunLimits.MaxDepth && run.Parent is { } above; i++)
        {
            if (await runs.FindAsync(tenantId, above, cancellationToken) is not { Purged: false } parent) break;
            run = parent;
        }

        return run.Id;
    }
}
