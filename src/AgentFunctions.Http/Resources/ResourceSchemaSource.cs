using System.Text.Json.Nodes;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Http.OpenApi;

namespace AgentFunctions.Http.Resources;

/// <summary>Gives the schemas of resources, their lists and the requests about them to <c>/openapi.json</c>.</summary>
internal sealed class ResourceSchemaSource : IApiSchemaSource
{
    public IEnumerable<KeyValuePair<string, JsonNode>> GetSchemas()
    {
        foreach (var kind in ResourceKinds.All)
        {
            yield return new(ComponentOf(kind), Read(kind.SchemaJson));
            yield return new(ComponentOf(kind) + "List", ListOf(ComponentOf(kind)));
        }

        foreach (var request in new[] { JsonRequest.KeyCreate, JsonRequest.KeyRotate, JsonRequest.KeyLookup, JsonRequest.Secret, JsonRequest.ProviderTest, JsonRequest.StateChange, JsonRequest.VersionRestore, JsonRequest.ResourceSet, JsonRequest.RunComplete, JsonRequest.ApprovalDecision, JsonRequest.ApprovalReassign, JsonRequest.ApprovalExtend })
            yield return new(ComponentOf(request), Read(request.SchemaJson));
    }

    /// <summary><c>models</c> is <c>Model</c>.</summary>
    public static string ComponentOf(ResourceKind kind) => char.ToUpperInvariant(kind.Name[0]) + kind.Name[1..^1];

    /// <summary><c>key-create</c> is <c>KeyCreate</c>.</summary>
    public static string ComponentOf(JsonRequest request) => string.Concat(request.Name.Split('-').Select(w => char.ToUpperInvariant(w[0]) + w[1..]));

    public static JsonObject ListOf(string component) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("items", "nextCursor"),
        ["properties"] = new JsonObject
        {
            ["items"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["$ref"] = "#/components/schemas/" + component } },
            ["nextCursor"] = new JsonObject { ["type"] = new JsonArray("string", "null") },
        },
    };

    private static JsonObject Read(ReadOnlyMemory<byte> schema)
    {
        var json = JsonNode.Parse(schema.Span)!.AsObject();
        json.Remove("$schema");
        json.Remove("$id");
        return json;
    }
}
