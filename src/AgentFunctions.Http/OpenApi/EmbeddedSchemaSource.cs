using System.Text.Json.Nodes;

namespace AgentFunctions.Http.OpenApi;

/// <summary>The schemas in this folder's <c>Schemas/*.json</c>, named by file.</summary>
internal sealed class EmbeddedSchemaSource : IApiSchemaSource
{
    private const string Prefix = "AgentFunctions.Http.OpenApi.Schemas.";
    private const string Suffix = ".json";

    public IEnumerable<KeyValuePair<string, JsonNode>> GetSchemas()
    {
        var assembly = typeof(EmbeddedSchemaSource).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            yield return new(name[Prefix.Length..^Suffix.Length], JsonNode.Parse(stream)!);
        }
    }
}
