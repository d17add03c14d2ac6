using System.Text.Json;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Resources;

/// <summary>Checks a resource document: schema, id, and the kind's own rules; not what it names.</summary>
internal static class ResourceBody
{
    /// <summary>The spec, or null with findings.</summary>
    /// <param name="kind">The kind it must be of.</param>
    /// <param name="id">The id it must have.</param>
    /// <param name="root">The document.</param>
    /// <param name="findings">Where to report.</param>
    public static JsonElement? Read(ResourceKind kind, string id, JsonElement root, Findings findings)
    {
        SchemaValidator.Validate(root, kind.Schema.Root, "", findings);
        if (findings.Any) return null;
        if (root.TryGetProperty("id", out var named) && named.GetString() != id) findings.Add("id", "differs from the id in the address: make them equal or leave it out");
        var spec = root.GetProperty("spec");
        if (!findings.Any && !kind.IsCheckedInItsSet) kind.Check(id, spec, null, findings);
        return findings.Any ? null : spec.Clone();
    }
}
