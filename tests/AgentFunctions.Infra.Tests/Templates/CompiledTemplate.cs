using System.Text.Json;
using AgentFunctions.Infra.Tests.Bicep;
using AgentFunctions.Infra.Tests.Repository;

namespace AgentFunctions.Infra.Tests.Templates;

/// <summary>main.bicep as the CLI compiles it, modules included.</summary>
internal static class CompiledTemplate
{
    private const string Deployment = "Microsoft.Resources/deployments";

    private static readonly Lazy<JsonElement> Main = new(static () => JsonDocument.Parse(BicepCli.Run("build", Tree.Absolute("infra/main.bicep"), "--stdout").Output).RootElement);

    public static JsonElement Root => Main.Value;

    public static string Text => Root.GetRawText();

    /// <summary>Everything the template makes; what it only names is left out.</summary>
    public static IReadOnlyList<TemplateResource> Resources { get; } = [.. Walk(Root, "").Where(static resource => resource.Type != Deployment)];

    /// <summary>Modules, with the parameters they are given.</summary>
    public static IReadOnlyList<TemplateResource> Modules { get; } = [.. Walk(Root, "").Where(static resource => resource.Type == Deployment)];

    public static IEnumerable<TemplateResource> OfType(string type) => Resources.Where(resource => resource.Type == type);

    private static IEnumerable<TemplateResource> Walk(JsonElement template, string module)
    {
        foreach (var entry in template.GetProperty("resources").EnumerateObject())
        {
            if (entry.Value.TryGetProperty("existing", out var existing) && existing.GetBoolean()) continue;
            var type = entry.Value.GetProperty("type").GetString()!;
            var name = type == Deployment ? (module.Length == 0 ? entry.Name : $"{module}/{entry.Name}") : module;
            yield return new TemplateResource(name, type, entry.Value, template);
            if (type != Deployment) continue;
            foreach (var inner in Walk(entry.Value.GetProperty("properties").GetProperty("template"), name)) yield return inner;
        }
    }
}
