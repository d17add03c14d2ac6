using System.Runtime.InteropServices;
using System.Text.Json;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Resources.Sets;

/// <summary>Checks the documents of a set one by one: kind, id, schema, rules; every finding with the item's place.</summary>
internal static class ResourceSetReader
{
    public static IReadOnlyList<PlannedItem> Read(ResourceSet set, Findings findings)
    {
        var items = new List<PlannedItem>(set.Items.Count);
        var places = new Dictionary<(string Kind, string Id), int>();
        if (set.Items.Count > ResourceSet.MaxItems) findings.Add("items", $"may have at most {ResourceSet.MaxItems} entries: apply in several sets");
        for (var i = 0; i < set.Items.Count && i < ResourceSet.MaxItems; i++)
        {
            var own = new Findings();
            var item = Read(set.Items[i], $"items[{i}].", own);
            if (item is not null && !places.TryAdd((item.Kind.Name, item.Id), i)) own.Add("id", $"is declared in items[{places[(item.Kind.Name, item.Id)]}] too: keep one");
            foreach (var finding in own.Items) findings.Add(finding.Path == "$" ? $"items[{i}]" : $"items[{i}].{finding.Path}", finding.Message);
            if (item is not null) items.Add(item);
        }

        return items;
    }

    private static PlannedItem? Read(JsonElement document, string path, Findings findings)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            findings.Add("$", "must be a resource: an object with apiVersion, kind, id and spec");
            return null;
        }

        var kind = ResourceKinds.Find(Text(document, "kind"));
        if (kind is null || kind == ResourceKinds.Tenants)
        {
            findings.Add("kind", kind is null
                ? $"must be one of {string.Join(", ", ResourceKinds.All.Where(k => k != ResourceKinds.Tenants).Select(k => k.Name))}"
                : "cannot be part of a set, which lies within one tenant: write tenants with PUT /api/tenants/{id}");
            return null;
        }

        if (Text(document, "id") is not { } id) findings.Add("id", "is required");
        else if (kind.CheckId(id) is { } wrong) findings.Add("id", wrong);
        else if (JsonMarshal.GetRawUtf8Value(document).Length > ResourceStore.MaxBodyBytes) findings.Add("$", $"is larger than {ResourceStore.MaxBodyBytes} bytes");
        else if (ResourceBody.Read(kind, id, document, findings) is { } spec) return new PlannedItem(kind, id, spec, path);
        return null;
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
