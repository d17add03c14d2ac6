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
        foreach (var (key, json) in Entries(template.GetProperty("resources")))
        {
            if (json.TryGetProperty("existing", out var existing) && existing.GetBoolean()) continue;
            var type = json.GetProperty("type").GetString()!;
            var name = type == Deployment ? (module.Length == 0 ? key : $"{module}/{key}") : module;
            yield return new TemplateResource(name, type, json, template);
            if (type != Deployment) continue;
            foreach (var inner in Walk(json.GetProperty("properties").GetProperty("template"), name)) yield return inner;
        }
    }

    // By their symbolic names, or a list where a module needs none.
    private static IEnumerable<(string Key, JsonElement Json)> Entries(JsonElement resources) => resources.ValueKind == JsonValueKind.Object
        ? resources.EnumerateObject().Select(static entry => (entry.Name, entry.Value))
        : resources.EnumerateArray().Select(static (entry, index) => ($"{index}", entry));
}
