using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Usage.Folding;
using AgentFunctions.Core.Usage.Relaying;

namespace AgentFunctions.Core.Usage.Reconciling;

/// <summary>Usage that is settled and not in the rollups yet.</summary>
internal sealed class PendingUsage(IDocumentStore store, UsageOutbox outbox, UsageConsumer consumer)
{
    /// <summary>Each attempt's newest event on its way, with what was folded of it before; null for nothing.</summary>
    public async ValueTask<List<(UsageEvent? Before, UsageEvent After)>> ReadAsync(string tenantId, CancellationToken cancellationToken)
    {
        // In the order in which they travel: none is missed.
        var latest = new Dictionary<(string CallId, int Attempt), UsageEvent>();
        await foreach (var body in outbox.PendingAsync(tenantId, cancellationToken)) Note(latest, tenantId, body);
        await foreach (var body in consumer.PendingAsync(tenantId, cancellationToken)) Note(latest, tenantId, body);
        var pending = new List<(UsageEvent? Before, UsageEvent After)>();
        foreach (var after in latest.Values)
        {
            var partition = RollupDocuments.Partition(tenantId, after.Subject.At.ToUnixTimeSeconds());
            var found = await store.ReadAsync(partition, RollupDocuments.AttemptId(after.Subject.CallId, after.Usage.Attempt), cancellationToken);
            var before = found.Document is { } document ? UsageEventJson.Read(document.Body.Span) : null;
            if (before is null || before.Revision < after.Revision) pending.Add((before, after));
        }

        return pending;
    }

    private static void Note(Dictionary<(string CallId, int Attempt), UsageEvent> latest, string tenantId, ReadOnlyMemory<byte> body)
    {
        try
        {
            var value = UsageEventJson.Read(body.Span);
            if (value.Subject.TenantId != tenantId || !FoldRules.AreSums(value)) return;
            var key = (value.Subject.CallId, value.Usage.Attempt);
            if (!latest.TryGetValue(key, out var known) || known.Revision < value.Revision) latest[key] = value;
        }
        catch (JsonException)
        {
            // The fold will leave it out, too, and say so.
        }
    }
}
