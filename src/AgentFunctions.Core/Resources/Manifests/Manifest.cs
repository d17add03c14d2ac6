using System.Text.Json;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>One resource read from a file.</summary>
internal sealed record Manifest(string File, ResourceKind Kind, string Id, JsonElement Spec, string Hash)
{
    public string Name => $"{Kind.Name}/{Id}";

    public string Link => $"{Kind.Name}:{Id}";
}
