using System.Text.Json;

namespace AgentFunctions.Core.Resources.Schemas;

/// <summary>The schema of one kind, read from the file of its name.</summary>
internal sealed class ResourceSchema
{
    private ResourceSchema(byte[] json, SchemaNode root)
    {
        Json = json;
        Root = root;
    }

    public ReadOnlyMemory<byte> Json { get; }

    public SchemaNode Root { get; }

    public static ResourceSchema Load(string kind)
    {
        var name = $"AgentFunctions.Core.Resources.Schemas.{kind}.json";
        using var stream = typeof(ResourceSchema).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The schema {kind}.json is not embedded.");
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        using var document = JsonDocument.Parse(json);
        var definitions = document.RootElement.TryGetProperty("definitions", out var found) ? found : default;
        return new ResourceSchema(json, SchemaNode.Parse(document.RootElement, definitions));
    }
}
