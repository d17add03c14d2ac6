using System.Text.Json;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Definitions.Reading;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Sets;
using AgentFunctions.Core.Tools.Declaration;
using AgentFunctions.Workflows.Definitions.Testing;

namespace AgentFunctions.Http.Workflows;

/// <summary>Finds what is to be tried: the stored workflow, or one from the request that is checked exactly as if it were written.</summary>
internal sealed class TriedWorkflow(ResourceStore resources, ResourceSets sets)
{
    private const string PathOfSet = "items[0].";

    public async ValueTask<Outcome<Trial>> FindAsync(Actor actor, string id, JsonElement? given, CancellationToken cancellationToken)
    {
        JsonElement spec;
        if (given is { } definition)
        {
            if (await CheckAsync(actor, id, definition, cancellationToken) is { } wrong) return wrong;
            spec = definition;
        }
        else
        {
            var found = await resources.GetAsync(actor, ResourceKinds.Workflows, id, cancellationToken);
            if (found.Value is not { } entry) return found.Error!;
            spec = entry.Spec;
        }

        var tools = new Dictionary<string, TestedTool>(StringComparer.Ordinal);
        foreach (var tool in DefinitionReader.Read(spec).AllSteps().OfType<DefinitionStep.Tool>().Select(static t => t.ToolId).Distinct(StringComparer.Ordinal))
        {
            // As the tenant: whoever may read the workflow may see whether its arguments fit.
            if ((await resources.GetAsync(Actor.System(actor.TenantId), ResourceKinds.Tools, tool, cancellationToken)).Value is { } declared) tools[tool] = TestedTool.Of(ToolSpec.Read(declared.Spec));
        }

        return new Trial(spec, tools);
    }

    private async ValueTask<ApiError?> CheckAsync(Actor actor, string id, JsonElement definition, CancellationToken cancellationToken)
    {
        if (ResourceKinds.Workflows.CheckId(id) is { } wrong) return ApiErrors.InvalidRequest("id", $"The id {wrong}.");
        using var document = JsonDocument.Parse($$"""{"kind":"workflows","id":"{{id}}","spec":{{definition.GetRawText()}}}""");
        var outcome = await sets.ApplyAsync(actor, new ResourceSet([document.RootElement.Clone()]) { DryRun = true }, cancellationToken);
        return outcome.Error is not { } error ? null : error with { Message = Text(error.Message), Param = Path(error.Param), Details = [.. error.Details.Select(static d => d with { Path = Path(d.Path)!, Message = Text(d.Message) })] };
    }

    /// <summary>Where it stands in the request: <c>definition.steps[0].tool</c>.</summary>
    private static string? Path(string? path)
    {
        if (path == "items[0]") return "definition";
        if (path is null || !path.StartsWith(PathOfSet, StringComparison.Ordinal)) return path;
        var inner = path[PathOfSet.Length..];
        return inner.StartsWith("spec", StringComparison.Ordinal) ? "definition" + inner["spec".Length..] : inner;
    }

    /// <summary>Messages name places as well.</summary>
    private static string Text(string message) => message.Replace(PathOfSet + "spec", "definition", StringComparison.Ordinal).Replace(PathOfSet, "", StringComparison.Ordinal).Replace("items[0]", "definition", StringComparison.Ordinal);

    /// <param name="Spec">What is tried.</param>
    /// <param name="Tools">What is declared of the tools it calls.</param>
    internal sealed record Trial(JsonElement Spec, IReadOnlyDictionary<string, TestedTool> Tools);
}
