using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;

namespace AgentFunctions.Core.Usage.Reconciling;

/// <summary>
/// Counters of the ledger that can be compared with usage: money, tokens and requests in windows of the calendar. Bytes are charged once a call at their bound and reported for each attempt, and what has no window of
/// the calendar outlives the rollups.
/// </summary>
internal sealed class LedgerCounters(IDocumentStore store, CounterReader reader)
{
    /// <summary>Those whose window lies at least in part within a span.</summary>
    public async ValueTask<List<LedgerCounter>> ReadAsync(string tenantId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var counters = new List<LedgerCounter>();
        var query = new DocumentQuery(IdPrefix: LedgerDocuments.CounterPrefix);
        do
        {
            var page = await store.QueryAsync(LedgerDocuments.Partition(tenantId), query, cancellationToken);
            foreach (var document in page.Items)
            {
                if (Read(document) is not { } counter || counter.Window.From >= to || counter.Window.To <= from) continue;

                // What processes spent of blocks is not in the counter yet.
                if (CounterValues.Read(document.Body.Span).Blocks != 0) counter = counter with { Settled = (await reader.ReadAsync(tenantId, counter.Id, cancellationToken)).Settled };
                counters.Add(counter);
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return counters;
    }

    /// <summary>What stands in a counter now; null where it is gone.</summary>
    public async ValueTask<long?> SettledAsync(string tenantId, LedgerCounter counter, CancellationToken cancellationToken) =>
        await reader.FindAsync(tenantId, counter.Id, cancellationToken) is { } values ? values.Settled : null;

    private static LedgerCounter? Read(Document document)
    {
        var stored = JsonSerializer.Deserialize(document.Body.Span, LedgerJson.Default.StoredCounter)!;
        LimitUnit? unit = stored.Unit switch { "usd" => LimitUnit.Usd, "tokens" => LimitUnit.Tokens, "requests" => LimitUnit.Requests, _ => null };
        if (unit is null || Scope(stored.Scope) is not { } scope || scope.Kind == LimitScopeKind.Tool || ReconciledWindow.Parse(stored.Window) is not { } window) return null;
        var counter = new LedgerCounter(document.Id, stored.Scope, scope, unit.Value, window, stored.Settled);
        return window.LevelOf(counter.Family) is null ? null : counter;
    }

    private static LimitScope? Scope(string text)
    {
        if (text == "tenant") return LimitScope.Tenant;
        foreach (var kind in Enum.GetValues<LimitScopeKind>())
        {
            var prefix = LimitScope.Name(kind) + "/";
            if (text.StartsWith(prefix, StringComparison.Ordinal)) return new LimitScope(kind, text[prefix.Length..]);
        }

        return null;
    }
}
