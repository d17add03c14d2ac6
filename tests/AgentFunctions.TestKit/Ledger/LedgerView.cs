using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Ledger.Blocks;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>Everything that is stored in a tenant's ledger at one moment, in all of its shards.</summary>
internal sealed class LedgerView
{
    public const string Tenant = "default";

    private readonly Dictionary<(string CallId, int Attempt), UsageEvent> _latest = [];

    /// <summary>What was really charged, and what calls really hold: with what was spent of blocks, without what is left of them.</summary>
    public Dictionary<string, StoredCounter> Counters { get; } = [];

    /// <summary>As they are stored.</summary>
    public Dictionary<string, StoredCounter> Stored { get; } = [];

    public Dictionary<BlockName, StoredGrant> Grants { get; } = [];

    public Dictionary<BlockName, StoredUse> Uses { get; } = [];

    /// <summary>By call.</summary>
    public Dictionary<string, StoredHold> Holds { get; } = [];

    /// <summary>By call, the second in which its hold ends.</summary>
    public Dictionary<string, long> Leases { get; } = [];

    /// <summary>By call.</summary>
    public Dictionary<string, StoredEstimate> Estimates { get; } = [];

    /// <summary>Of each attempt the highest revision.</summary>
    public IReadOnlyDictionary<(string CallId, int Attempt), UsageEvent> Events => _latest;

    /// <summary>Tells whether anything differs.</summary>
    public string Fingerprint { get; private set; } = "";

    public static async Task<LedgerView> ReadAsync(IDocumentStore store, Dictionary<string, (string ETag, object Value)> parsed)
    {
        var view = new LedgerView();
        foreach (var partition in await new LedgerShards(store).PartitionsAsync(Tenant, CancellationToken.None))
        {
            var query = new DocumentQuery();
            do
            {
                var page = await store.QueryAsync(partition, query, CancellationToken.None);
                foreach (var document in page.Items) view.Add(partition.Second!, document, parsed);
                query = query with { Continuation = page.Continuation };
            }
            while (query.Continuation is not null);
        }

        foreach (var (id, counter) in view.Stored) view.Counters[id] = view.True(id, counter);
        return view;
    }

    /// <summary>A correction of a charge waits to be told to the counter.</summary>
    public bool IsOvercharged(string counterId) => Uses.Any(use => use.Key.CounterId == counterId && Grants.TryGetValue(use.Key, out var grant) && use.Value.Settled < grant.Settled);

    /// <summary>What was charged beyond a hold waits to be told to the counter: the process lost the store, or ended, right after it charged it.</summary>
    public bool IsUntold(string counterId) => Uses.Any(use => use.Key.CounterId == counterId && use.Value.Overrun > (Grants.GetValueOrDefault(use.Key)?.Overrun ?? 0));

    private StoredCounter True(string id, StoredCounter counter)
    {
        foreach (var (name, use) in Uses)
        {
            if (name.CounterId != id) continue;
            var grant = Grants.GetValueOrDefault(name) ?? new StoredGrant();
            var overrun = use.Overrun - grant.Overrun;
            counter = counter with
            {
                Settled = counter.Settled + use.Settled - grant.Settled + overrun,
                Held = counter.Held - grant.Outstanding + use.Held,
                Overrun = counter.Overrun + overrun,
            };
        }

        return counter;
    }

    private void Add(string shard, Document document, Dictionary<string, (string ETag, object Value)> parsed)
    {
        var key = $"{shard}/{document.Id}";
        if (!parsed.TryGetValue(key, out var known) || known.ETag != document.ETag) parsed[key] = known = (document.ETag, Parse(document));
        Fingerprint += $"{key}={document.ETag};";
        switch (known.Value)
        {
            case StoredCounter counter: Stored[document.Id] = counter; break;
            case StoredUse use: Uses[BlockName.OfUse(shard, document.Id)] = use; break;
            case StoredGrant grant: Grants[BlockName.OfGrant(document.Id)] = grant; break;
            case StoredHold hold:
                Holds.Add(hold.Subject.CallId, hold);
                Leases.Add(hold.Subject.CallId, long.Parse(document.Id.Split(':')[1], CultureInfo.InvariantCulture));
                break;
            case StoredEstimate estimate: Estimates.Add(estimate.Subject.CallId, estimate); break;
            case UsageEvent usage:
                var attempt = (usage.Subject.CallId, usage.Usage.Attempt);
                if (!_latest.TryGetValue(attempt, out var other) || other.Revision < usage.Revision) _latest[attempt] = usage;
                break;
        }
    }

    private static object Parse(Document document)
    {
        var body = document.Body.Span;
        if (document.Id.StartsWith(LedgerDocuments.CounterPrefix, StringComparison.Ordinal)) return JsonSerializer.Deserialize(body, LedgerJson.Default.StoredCounter)!;
        if (document.Id.StartsWith(LedgerDocuments.HoldPrefix, StringComparison.Ordinal)) return JsonSerializer.Deserialize(body, LedgerJson.Default.StoredHold)!;
        if (document.Id.StartsWith(LedgerDocuments.EstimatePrefix, StringComparison.Ordinal)) return JsonSerializer.Deserialize(body, LedgerJson.Default.StoredEstimate)!;
        if (document.Id.StartsWith(BlockName.UsePrefix, StringComparison.Ordinal)) return BlockDocuments.ReadUse(document);
        if (document.Id.StartsWith(BlockName.GrantPrefix, StringComparison.Ordinal)) return BlockDocuments.ReadGrant(document);
        return document.Id.StartsWith(LedgerDocuments.OutboxPrefix, StringComparison.Ordinal) ? UsageEventJson.Read(body) : document;
    }
}
