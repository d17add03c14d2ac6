using System.Text.Json.Nodes;

namespace AgentFunctions.Http.OpenApi;

/// <summary>Contributes named component schemas to <c>/openapi.json</c>.</summary>
internal interface IApiSchemaSource
{
    /// <summary>Schemas by component name; a name is contributed once.</summary>
    IEnumerable<KeyValuePair<string, JsonNode>> GetSchemas();
}
