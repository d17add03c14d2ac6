using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>Everything that is stored in a tenant's ledger at one moment.</summary>
internal sealed class LedgerView
{
    public const string Tenant = "default";

    private readonly Dictionary<(string CallId, int Attempt), UsageEvent> _latest = [];

    public Dictionary<string, StoredCounter> Counters { get; } = [];

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
        var partition = LedgerDocuments.Partition(Tenant);
        var query = new DocumentQuery();
        do
        {
            var page = await store.QueryAsync(partition, query, CancellationToken.None);
            foreach (var document in page.Items) view.Add(document, parsed);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return view;
    }

    private void Add(Document document, Dictionary<string, (string ETag, object Value)> parsed)
    {
        if (!parsed.TryGetValue(document.Id, out var known) || known.ETag != document.ETag) parsed[document.Id] = known = (document.ETag, Parse(document));
        Fingerprint += $"{document.Id}={document.ETag};";
        switch (known.Value)
        {
            case StoredCounter counter: Counters[document.Id] = counter; break;
            case StoredHold hold:
                Holds.Add(hold.Subject.CallId, hold);
                Leases.Add(hold.Subject.CallId, long.Parse(document.Id.Split(':')[1], CultureInfo.InvariantCulture));
                break;
            case StoredEstimate estimate: Estimates.Add(estimate.Subject.CallId, estimate); break;
            case UsageEvent usage:
                var key = (usage.Subject.CallId, usage.Usage.Attempt);
                if (!_latest.TryGetValue(key, out var other) || other.Revision < usage.Revision) _latest[key] = usage;
                break;
        }
    }

    private static object Parse(Document document)
    {
        var body = document.Body.Span;
        if (document.Id.StartsWith(LedgerDocuments.CounterPrefix, StringComparison.Ordinal)) return JsonSerializer.Deserialize(body, LedgerJson.Default.StoredCounter)!;
        if (document.Id.StartsWith(LedgerDocuments.HoldPrefix, StringComparison.Ordinal)) return JsonSerializer.Deserialize(body, LedgerJson.Default.StoredHold)!;
        if (document.Id.StartsWith(LedgerDocuments.EstimatePrefix, StringComparison.Ordinal)) return JsonSerializer.Deserialize(body, LedgerJson.Default.StoredEstimate)!;
        return UsageEventJson.Read(body);
    }
}
