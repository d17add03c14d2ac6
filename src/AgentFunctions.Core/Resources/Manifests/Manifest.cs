using System.Text.Json;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>One resource read from a file.</summary>
internal sealed record Manifest(string File, ResourceKind Kind, string Id, JsonElement Spec, string Hash)
{
    public string Name => $"{Kind.Name}/{Id}";

    /// <summary>As a member of a set.</summary>
    public JsonElement Document => JsonSerializer.SerializeToElement(
        new Dictionary<string, JsonElement>
        {
            ["kind"] = JsonSerializer.SerializeToElement(Kind.Name, ResourceJson.Default.String), ["id"] = JsonSerializer.SerializeToElement(Id, ResourceJson.Default.String), ["spec"] = Spec,
        },
        ResourceJson.Default.DictionaryStringJsonElement);

    public string Link => $"{Kind.Name}:{Id}";
}
