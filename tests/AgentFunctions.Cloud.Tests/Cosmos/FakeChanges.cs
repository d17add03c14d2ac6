using System.Text.Json.Nodes;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>What a batch has done so far to a partition: seen by its later operations, and by nobody else before it is committed.</summary>
internal sealed class FakeChanges(Dictionary<string, FakeItem> items, DateTimeOffset now)
{
    private readonly Dictionary<string, FakeItem?> _changed = [];

    public JsonObject? Find(string id)
    {
        var found = _changed.TryGetValue(id, out var changed) ? changed : items.GetValueOrDefault(id);
        return found?.Lives(now) == true ? found.Body : null;
    }

    /// <summary>A time to live counts from this write.</summary>
    public void Put(string id, JsonObject body) => _changed[id] = new FakeItem(body, body["ttl"] is { } ttl ? now + TimeSpan.FromSeconds((double)FakeSqlValues.Of(ttl)!) : null);

    public void Remove(string id) => _changed[id] = null;

    public void Commit()
    {
        foreach (var (id, item) in _changed)
        {
            if (item is null) items.Remove(id);
            else items[id] = item;
        }
    }
}
