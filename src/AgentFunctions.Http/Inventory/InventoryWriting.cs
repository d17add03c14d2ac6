using System.Text.Json;
using AgentFunctions.Core.Inventory;
using AgentFunctions.Http.Csv;

namespace AgentFunctions.Http.Inventory;

/// <summary>An agent of the inventory as JSON and as a row of CSV.</summary>
internal static class InventoryWriting
{
    public static readonly string[] Columns =
        ["agent", "owner", "sponsor", "team", "contacts", "state", "lastSeenAt", "models", "usedModels", "tools", "keys", "keysLastUsedAt", "limits", "unowned", "unownedReasons"];

    public static void Write(Utf8JsonWriter json, InventoryItem item)
    {
        json.WriteStartObject();
        json.WriteString("agent"u8, item.Agent);
        json.WriteString("owner"u8, item.Owner);
        json.WriteString("sponsor"u8, item.Sponsor);
        json.WriteString("team"u8, item.Team);
        WriteList(json, "contacts", item.Contacts);
        json.WriteString("state"u8, item.State);
        WriteTime(json, "lastSeenAt", item.LastSeenAt);
        WriteList(json, "models", item.Models);
        json.WriteStartArray("usedModels"u8);
        foreach (var (model, at) in item.UsedModels)
        {
            json.WriteStartObject();
            json.WriteString("model"u8, model);
            json.WriteString("lastUsedAt"u8, at);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteList(json, "tools", []);
        json.WriteStartArray("keys"u8);
        foreach (var key in item.Keys)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, key.Id);
            WriteTime(json, "expiresAt", key.ExpiresAt);
            WriteTime(json, "lastUsedAt", key.LastUsedAt);
            json.WriteString("state"u8, key.State);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteList(json, "limits", item.Limits);
        json.WriteBoolean("unowned"u8, item.UnownedReasons.Count > 0);
        WriteList(json, "unownedReasons", item.UnownedReasons);
        json.WriteEndObject();
    }

    public static string?[] Cells(InventoryItem item) =>
    [
        item.Agent, item.Owner, item.Sponsor, item.Team, CsvWriter.Of(item.Contacts), item.State, CsvWriter.Of(item.LastSeenAt), CsvWriter.Of(item.Models),
        CsvWriter.Of(item.UsedModels.Select(static m => m.Key)), "", CsvWriter.Of(item.Keys.Select(static k => $"{k.Id} {k.State}")), CsvWriter.Of(item.Keys.Max(static k => k.LastUsedAt)), CsvWriter.Of(item.Limits),
        item.UnownedReasons.Count > 0 ? "true" : "false", CsvWriter.Of(item.UnownedReasons),
    ];

    internal static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } time) json.WriteString(name, time);
        else json.WriteNull(name);
    }

    internal static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
