using System.Text.Json.Nodes;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>The item must hold the very key it is written under.</summary>
internal static class FakeKeys
{
    public static void Check(string container, string key, JsonObject item)
    {
        var second = DocumentContainer.All.Single(known => known.Name == container).SecondKey;
        var levels = JsonNode.Parse(key)!.AsArray().Select(static one => (string?)one).ToList();
        List<string?> held = [(string?)item["tenantId"]];
        if (second is not null) held.Add((string?)item[second]);
        if (!levels.SequenceEqual(held)) throw new NotSupportedException($"The item holds another partition key than {key}.");
    }

    /// <summary>A query names the key in its text too: not everything that reads it looks at the request.</summary>
    public static void CheckQuery(string container, string key, string sql, IReadOnlyDictionary<string, object?> parameters)
    {
        var levels = JsonNode.Parse(key)!.AsArray().Select(static one => (string?)one).ToList();
        List<string?> names = ["tenantId", DocumentContainer.All.Single(known => known.Name == container).SecondKey];
        for (var i = 0; i < levels.Count; i++)
        {
            if (!sql.Contains($"c[\"{names[i]}\"] = @p{i}", StringComparison.Ordinal) || (string?)parameters[$"@p{i}"] != levels[i]) throw new NotSupportedException($"A query that does not name its {names[i]}.");
        }
    }
}
