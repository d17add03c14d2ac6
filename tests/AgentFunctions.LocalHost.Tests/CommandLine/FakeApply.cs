using System.Text.Json.Nodes;

namespace AgentFunctions.LocalHost.Tests.CommandLine;

/// <summary>One PUT /api/resources: what it would change, found before anything is changed.</summary>
internal sealed class FakeApply(SortedDictionary<string, (JsonNode Spec, string? ManagedBy, int Version)> stored, string? owner, bool prune, bool force)
{
    private readonly Dictionary<string, (JsonNode Spec, int Index)> _wanted = [];
    private readonly Dictionary<string, int> _counts = new() { ["create"] = 0, ["update"] = 0, ["delete"] = 0, ["unchanged"] = 0 };

    public JsonArray Changes { get; } = [];

    public List<(string Path, string Message)> Errors { get; } = [];

    public (string Name, string Owner, string Path)? Owned { get; private set; }

    public JsonObject Summary => new(_counts.Select(c => new KeyValuePair<string, JsonNode?>(c.Key, c.Value)));

    public void Add(JsonNode item, int index) => _wanted.Add($"{item["kind"]}/{item["id"]}", (item["spec"]!, index));

    public void Finish()
    {
        foreach (var (name, (spec, index)) in _wanted)
        {
            CheckModels(spec, index);
            if (!stored.TryGetValue(name, out var current))
            {
                Change(name, "create", 1, []);
                continue;
            }

            if (current.ManagedBy is { } other && owner is not null && other != owner && !force) Owned ??= (name, other, $"items[{index}]");
            if (JsonNode.DeepEquals(current.Spec, spec)) Change(name, "unchanged", current.Version, []);
            else Change(name, "update", current.Version + 1, Differences("spec", current.Spec, spec));
        }

        if (!prune) return;
        foreach (var (name, current) in stored.Where(s => s.Value.ManagedBy == owner && !_wanted.ContainsKey(s.Key))) Change(name, "delete", current.Version + 1, []);
    }

    /// <summary>Whether anything changed.</summary>
    public bool Commit(SortedDictionary<string, (JsonNode Spec, string? ManagedBy, int Version)> target)
    {
        foreach (var change in Changes)
        {
            var name = $"{change!["kind"]}/{change["id"]}";
            if ((string?)change["action"] == "delete") target.Remove(name);
            else target[name] = (_wanted[name].Spec.DeepClone(), owner ?? (target.TryGetValue(name, out var current) ? current.ManagedBy : null), (int)change["version"]!);
        }

        return _counts["create"] + _counts["update"] + _counts["delete"] > 0;
    }

    /// <summary>Agents' models must exist, before or in the set.</summary>
    private void CheckModels(JsonNode spec, int index)
    {
        var models = spec["models"] as JsonArray ?? [];
        for (var i = 0; i < models.Count; i++)
        {
            var name = $"models/{models[i]}";
            if (!name.EndsWith('*') && !stored.ContainsKey(name) && !_wanted.ContainsKey(name)) Errors.Add(($"items[{index}].spec.models[{i}]", $"names {name}, which does not exist: create it first, or correct the name"));
        }
    }

    private void Change(string name, string action, int version, IEnumerable<JsonNode> differences)
    {
        _counts[action]++;
        Changes.Add(new JsonObject { ["kind"] = name.Split('/')[0], ["id"] = name.Split('/')[1], ["action"] = action, ["version"] = version, ["diff"] = new JsonArray([.. differences]) });
    }

    private static IEnumerable<JsonNode> Differences(string path, JsonNode? from, JsonNode? to)
    {
        if (JsonNode.DeepEquals(from, to)) return [];
        if (from is JsonObject before && to is JsonObject after)
            return before.Select(f => f.Key).Union(after.Select(f => f.Key)).SelectMany(n => Differences($"{path}.{n}", before[n], after[n]));
        if (from is JsonArray old && to is JsonArray next && old.Count == next.Count) return Enumerable.Range(0, old.Count).SelectMany(i => Differences($"{path}[{i}]", old[i], next[i]));
        var difference = new JsonObject { ["path"] = path };
        if (from is not null) difference["from"] = from.DeepClone();
        if (to is not null) difference["to"] = to.DeepClone();
        return [difference];
    }
}
