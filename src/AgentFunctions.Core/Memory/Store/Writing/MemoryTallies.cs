using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Storage;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>
/// Counts the new records of a run, and of a run, caller or session those that resemble what was given out, so that no disguise lets memory grow by what it holds. Counted by scope: what was told here and is recalled again
/// counts as well. Committed with the record, on the same head, hence exact over all processes.
/// </summary>
internal sealed class MemoryTallies(IDocumentStore store, IOptions<MemoryOptions> options, TimeProvider time)
{
    /// <summary>What the runs of an agent learn counts for each of them; all of them together may learn this many times what a caller may tell.</summary>
    private const int RunsOfCaller = 10;

    public async ValueTask<MemoryTally> CountAsync(string tenantId, string agent, int index, GatedDraft gated, CancellationToken cancellationToken)
    {
        var (draft, rules) = (gated.Draft, options.Value);
        List<BatchOperation> operations = [];
        if (draft.Source.Kind == MemorySourceKind.Approved) return new MemoryTally(null, operations);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var isOwn = draft.Source.Principal == MemoryAgents.PrincipalOf(agent);
        foreach (var (scope, most, life) in ScopesOf(draft, gated.Resembles, isOwn))
        {
            var id = MemoryDocuments.TallyId(scope);
            var known = (await store.ReadAsync(MemoryDocuments.Partition(tenantId, agent), id, cancellationToken)).Document is { } document ? JsonSerializer.Deserialize(document.Body.Span, MemoryStoreJson.Default.StoredTally)! : new StoredTally();
            long[] told = [.. known.Variants.Where(at => now - at < life.TotalMilliseconds)];
            if (gated.Resembles && told.Length >= most) return Refuse(index, MemoryRefusals.Recalled, Message(scope, most));
            if (scope.IsRun && isOwn && known.Records >= rules.MaxRecordsPerRun)
                return Refuse(index, MemoryRefusals.Limit, string.Create(CultureInfo.InvariantCulture, $"The run has told {rules.MaxRecordsPerRun} records, and may tell no more (AgentFunctions:Memory:MaxRecordsPerRun)."));
            var next = new StoredTally { Records = known.Records + 1, Variants = gated.Resembles ? [.. told, now] : told };
            operations.Add(new BatchOperation.Upsert(new DocumentWrite(id, JsonSerializer.SerializeToUtf8Bytes(next, MemoryStoreJson.Default.StoredTally), TimeSpan.FromSeconds(Math.Ceiling(life.TotalSeconds)))));
        }

        return new MemoryTally(null, operations);
    }

    private IEnumerable<(MemoryUseScope Scope, int Most, TimeSpan Life)> ScopesOf(MemoryDraft draft, bool resembles, bool isOwn)
    {
        var rules = options.Value;
        if (draft.Source.RunId is { } run && (resembles || isOwn)) yield return (MemoryUseScope.Run(run), rules.MaxVariantsPerRun, rules.UseRetention);
        if (!resembles) yield break;
        if (!MemoryScopes.IsCallers(draft))
        {
            if (draft.SessionId is { } session) yield return (MemoryUseScope.Session(session), rules.MaxVariantsPerCaller, rules.RecallWindow);
            yield break;
        }

        yield return draft.Source is { Kind: MemorySourceKind.Experience, RunId: not null }
            ? (MemoryUseScope.Runs(draft.Source.Principal), rules.MaxVariantsPerCaller * RunsOfCaller, rules.RecallWindow)
            : (MemoryUseScope.Caller(draft.Source.Principal), rules.MaxVariantsPerCaller, rules.RecallWindow);
    }

    private static MemoryTally Refuse(int index, string reason, string message) => new(new MemoryWriteResult(index, null, MemoryWriteStatus.Refused, reason) { Message = message }, []);

    private static string Message(MemoryUseScope scope, int most) => string.Create(CultureInfo.InvariantCulture, $"It resembles what memory gave out. Of such, {most} are news at most {(scope.IsRun ? "in a run (AgentFunctions:Memory:MaxVariantsPerRun)" : "in RecallWindow (AgentFunctions:Memory:MaxVariantsPerCaller)")}.");
}
