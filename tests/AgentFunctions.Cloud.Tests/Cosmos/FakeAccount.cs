using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>What the service keeps and how it decides: partitions, ETags, time to live from the last write, atomic batches, patches behind a predicate.</summary>
internal sealed class FakeAccount(TimeProvider time)
{
    private const int MaxItemBytes = 2 * 1024 * 1024;
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Container, string Key), Dictionary<string, FakeItem>> _partitions = [];
    private readonly List<FakeLogEntry> _log = [];
    private long _version;

    /// <summary>Decides the fault of each request: its kind, whether it writes.</summary>
    public Func<string, bool, FakeFault> Faults { get; set; } = static (_, _) => FakeFault.None;

    public IReadOnlyList<FakeLogEntry> Log
    {
        get
        {
            lock (_lock) return [.. _log];
        }
    }

    public FakeFault Enter(string kind, string container, bool writes, int operations)
    {
        lock (_lock)
        {
            var fault = Faults(kind, writes);
            var charge = fault is FakeFault.TooManyRequests or FakeFault.RetryWith ? 0 : writes ? 6 * operations : kind == "query" ? 3 : 1;
            _log.Add(new FakeLogEntry(kind, container, charge, fault));
            return fault;
        }
    }

    public IReadOnlyList<FakeOutcome> Execute(string container, string key, IReadOnlyList<FakeOperation> operations)
    {
        lock (_lock)
        {
            var items = new FakeChanges(Items(container, key), time.GetUtcNow());
            var outcomes = new List<FakeOutcome>();
            foreach (var operation in operations)
            {
                var outcome = One(container, key, items, operation);
                if ((int)outcome.Status >= 400)
                    return [.. operations.Select(other => ReferenceEquals(other, operation) ? outcome : new FakeOutcome(HttpStatusCode.FailedDependency))];
                outcomes.Add(outcome);
            }

            items.Commit();
            return outcomes;
        }
    }

    /// <summary>Everything that is kept, as text.</summary>
    public IReadOnlyList<string> Everything()
    {
        lock (_lock) return [.. _partitions.Values.SelectMany(static items => items.Values).Select(static one => one.Body.ToJsonString(FakeCosmos.Deep))];
    }

    public List<JsonNode> Query(string container, string key, FakeSqlQuery query, IReadOnlyDictionary<string, object?> parameters)
    {
        lock (_lock) return query.Run([.. Items(container, key).Values.Where(one => one.Lives(time.GetUtcNow())).Select(static one => one.Body)], parameters);
    }

    private FakeOutcome One(string container, string key, FakeChanges items, FakeOperation operation)
    {
        var current = items.Find(operation.Id);
        if (operation.Kind is not ("create" or "upsert") && current is null) return new FakeOutcome(HttpStatusCode.NotFound);
        if (operation.Kind == "create" && current is not null) return new FakeOutcome(HttpStatusCode.Conflict);
        if (operation.IfMatch is { } match && match != (string?)current?["_etag"]) return new FakeOutcome(HttpStatusCode.PreconditionFailed);
        switch (operation.Kind)
        {
            case "read":
                return Answer(HttpStatusCode.OK, current!, wantsContent: true);
            case "delete":
                items.Remove(operation.Id);
                return new FakeOutcome(HttpStatusCode.NoContent);
            case "patch":
                if (operation.Predicate is { } predicate && !FakeSqlStatement.Parse(predicate).Holds(current!, FakeSqlQuery.NoParameters))
                    return new FakeOutcome(HttpStatusCode.PreconditionFailed);
                var patched = current!.DeepClone().AsObject();
                if (!FakePatch.Apply(patched, operation.Patches!)) return new FakeOutcome(HttpStatusCode.BadRequest);
                return Put(items, operation, patched, HttpStatusCode.OK);
            default:
                FakeKeys.Check(container, key, operation.Item!);
                return Put(items, operation, operation.Item!.DeepClone().AsObject(), current is null ? HttpStatusCode.Created : HttpStatusCode.OK);
        }
    }

    private FakeOutcome Put(FakeChanges items, FakeOperation operation, JsonObject item, HttpStatusCode status)
    {
        item["_etag"] = $"\"{++_version}\"";
        item["_ts"] = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (JsonSerializer.SerializeToUtf8Bytes(item, FakeCosmos.Deep).Length > MaxItemBytes) return new FakeOutcome(HttpStatusCode.RequestEntityTooLarge);
        items.Put(operation.Id, item);
        return Answer(status, item, operation.WantsContent);
    }

    private static FakeOutcome Answer(HttpStatusCode status, JsonObject item, bool wantsContent) =>
        new(status, (string?)item["_etag"], wantsContent ? JsonSerializer.SerializeToUtf8Bytes(item, FakeCosmos.Deep) : null);

    private Dictionary<string, FakeItem> Items(string container, string key)
    {
        if (!DocumentContainer.All.Any(known => known.Name == container)) throw new NotSupportedException($"No container {container}.");
        if (!_partitions.TryGetValue((container, key), out var items)) _partitions[(container, key)] = items = [];
        return items;
    }
}
