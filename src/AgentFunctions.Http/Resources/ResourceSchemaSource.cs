using System.Text.Json.Nodes;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Http.OpenApi;

namespace AgentFunctions.Http.Resources;

/// <summary>Gives the schemas of resources, their lists and the requests about them to <c>/openapi.json</c>.</summary>
internal sealed class ResourceSchemaSource : IApiSchemaSource
{
    private const string Definitions = "#/definitions/";

    public IEnumerable<KeyValuePair<string, JsonNode>> GetSchemas()
    {
        foreach (var kind in ResourceKinds.All)
        {
            foreach (var part in Read(kind.SchemaJson, ComponentOf(kind))) yield return part;
            yield return new(ComponentOf(kind) + "List", ListOf(ComponentOf(kind)));
        }

        JsonRequest[] requests =
        [
            JsonRequest.KeyCreate, JsonRequest.KeyRotate, JsonRequest.KeyLookup, JsonRequest.Secret, JsonRequest.ProviderTest, JsonRequest.StateChange, JsonRequest.VersionRestore, JsonRequest.WorkflowTest, JsonRequest.ResourceSet,
            JsonRequest.ToolInvoke, JsonRequest.DeadLetterBulk, JsonRequest.HubDeadLetterBulk, JsonRequest.ApprovalDecision, JsonRequest.ApprovalReassign, JsonRequest.ApprovalExtend, JsonRequest.RunBulk, JsonRequest.RunComplete, JsonRequest.RunFork, JsonRequest.RunStart, JsonRequest.RunVerb,
            JsonRequest.SessionMessages, JsonRequest.SlotValue, JsonRequest.ContextAssemble, JsonRequest.MemoryWrite, JsonRequest.MemorySearch, JsonRequest.MemoryOutcome, JsonRequest.MemoryDecision, JsonRequest.RunOutcome,
        ];
        foreach (var part in requests.SelectMany(static request => Read(request.SchemaJson, ComponentOf(request)))) yield return part;
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

    /// <summary>The schema, and its definitions as schemas of their own: <c>step</c> of <c>Workflow</c> is <c>WorkflowStep</c>.</summary>
    private static IEnumerable<KeyValuePair<string, JsonNode>> Read(ReadOnlyMemory<byte> schema, string component)
    {
        var json = JsonNode.Parse(schema.Span)!.AsObject();
        json.Remove("$schema");
        json.Remove("$id");
        Point(json, component);
        if (json["definitions"] is JsonObject definitions)
        {
            json.Remove("definitions");
            foreach (var (name, definition) in definitions.ToList())
            {
                definitions.Remove(name);
                yield return new(PartOf(component, name), definition!);
            }
        }

        yield return new(component, json);
    }

    private static string PartOf(string component, string name) => component + char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>A reference within a schema means the schema's own definitions, which are schemas of their own here.</summary>
    private static void Point(JsonNode? node, string component)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) Point(item, component);
        }
        else if (node is JsonObject fields)
        {
            if (fields["$ref"] is JsonValue reference && reference.TryGetValue<string>(out var text) && text.StartsWith(Definitions, StringComparison.Ordinal)) fields["$ref"] = "#/components/schemas/" + PartOf(component, text[Definitions.Length..]);
            foreach (var (_, child) in fields) Point(child, component);
        }
    }
}
