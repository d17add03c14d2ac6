using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Documents;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>The ledger of a data folder, read beside the processes that work on it. Knows the documents by their form alone, as any tool that reads the folder would.</summary>
internal sealed class StoredLedger(string dataFolder) : IDisposable
{
    private static readonly DocumentPartition Partition = new(DocumentContainer.Ledger, "default", "0");
    private static readonly DocumentPartition Stream = new(DocumentContainer.Streams, "default", "usage");
    private readonly SqliteDocumentStore _store = new(Options.Create(new SqliteStoreOptions { DataDirectory = dataFolder }), TimeProvider.System, NullLogger<SqliteDocumentStore>.Instance);

    public void Dispose() => _store.Dispose();

    public async Task<List<StoredCounter>> CountersAsync(string scope) =>
    [
        .. (await ReadAsync(Partition, "c.")).Select(static document => document.Body).Select(static json => new StoredCounter(
            Text(json, "scope"), Text(json, "unit"), Text(json, "window"), json.GetProperty("settled").GetInt64(), json.GetProperty("held").GetInt64(), json.GetProperty("overrun").GetInt64())).Where(counter => counter.Scope == scope),
    ];

    /// <summary>The only counter of a scope and unit; all zero while it is not there.</summary>
    public async Task<StoredCounter> CounterAsync(string scope, string unit) =>
        (await CountersAsync(scope)).SingleOrDefault(counter => counter.Unit == unit) ?? new StoredCounter(scope, unit, "", 0, 0, 0);

    /// <summary>Ids of the holds: <c>h:{end of the lease}:{call}</c>.</summary>
    public async Task<List<string>> HoldsAsync() => [.. (await ReadAsync(Partition, "h:")).Select(static document => document.Id)];

    /// <summary>Every usage event, each once, whether it waits in the outbox or was passed on.</summary>
    public async Task<List<StoredUsage>> EventsAsync()
    {
        // The outbox first: what is passed on meanwhile is then found in the stream.
        var waiting = (await ReadAsync(Partition, "e:")).Select(static document => document.Body);
        var passedOn = (await ReadAsync(Stream, "e:")).Select(static document => document.Body.GetProperty("event"));
        var events = new Dictionary<string, StoredUsage>();
        foreach (var usage in waiting.Concat(passedOn).Select(StoredUsage.Read))
        {
            // One id, one content, whatever comes how often.
            if (events.TryAdd(usage.Id, usage)) continue;
            Assert.Equal(events[usage.Id].Text, usage.Text);
        }

        return [.. events.Values];
    }

    /// <summary>Of each attempt what counts: the highest revision.</summary>
    public async Task<List<StoredUsage>> UsageAsync(string agent) =>
        [.. (await EventsAsync()).Where(usage => usage.Agent == agent).GroupBy(static usage => (usage.CallId, usage.Attempt)).Select(static revisions => revisions.MaxBy(static usage => usage.Revision)!)];

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private async Task<List<(string Id, JsonElement Body)>> ReadAsync(DocumentPartition partition, string prefix)
    {
        var documents = new List<(string, JsonElement)>();
        var query = new DocumentQuery(IdPrefix: prefix);
        do
        {
            var page = await _store.QueryAsync(partition, query, CancellationToken.None);
            foreach (var document in page.Items) documents.Add((document.Id, JsonDocument.Parse(document.Body).RootElement));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return documents;
    }
}
