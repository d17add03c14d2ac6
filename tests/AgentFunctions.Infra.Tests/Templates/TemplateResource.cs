using System.Text.Json;

namespace AgentFunctions.Infra.Tests.Templates;

/// <summary>A resource that the compiled template makes.</summary>
/// <param name="Module">Name of the module within main.bicep, with that of the module around it: <c>privateNetworking/zones</c>.</param>
/// <param name="Type">Full type, <c>Microsoft.Storage/storageAccounts</c>.</param>
/// <param name="Json">The resource itself.</param>
/// <param name="Template">The template it stands in.</param>
internal sealed record TemplateResource(string Module, string Type, JsonElement Json, JsonElement Template)
{
    public string Text => Json.GetRawText();

    /// <summary>A property below <c>properties</c> as text; null where there is none.</summary>
    public string? Property(params string[] path)
    {
        if (!Json.TryGetProperty("properties", out var at)) return null;
        foreach (var name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return null;
        }

        return at.ValueKind == JsonValueKind.String ? at.GetString() : at.GetRawText();
    }
}
