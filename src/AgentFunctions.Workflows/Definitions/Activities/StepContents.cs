using System.Text.Json;
using AgentFunctions.Core.Definitions.Checking;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Expressions.Templates;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Workflows.Agents.Running;
using AgentFunctions.Workflows.Definitions.Running;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>Values of a run for activities: with their references fetched, and small enough for the workflow again.</summary>
internal sealed class StepContents(IPayloadStore payloads)
{
    /// <summary>The value itself up to a few KiB, else a reference of the run.</summary>
    public ValueTask<JsonElement> KeepAsync(string tenantId, string runId, JsonElement value, CancellationToken cancellationToken, int maxBytes = RunValues.MaxInline) =>
        payloads.KeepAsync(tenantId, Owner(runId), value, maxBytes, cancellationToken);

    /// <summary>Bytes of a value that is kept apart; 0 for one that is its own reference.</summary>
    public static int BytesOf(JsonElement value, JsonElement kept) => PayloadReferences.Find(kept) is null ? 0 : EnvironmentJson.SizeOf(value);

    /// <exception cref="InvalidOperationException">A reference leads nowhere: the run was purged.</exception>
    public async ValueTask<JsonElement> ReadAsync(string tenantId, string runId, JsonElement value, CancellationToken cancellationToken) =>
        await payloads.ResolveAsync(tenantId, Owner(runId), value, cancellationToken) ?? throw new InvalidOperationException($"Content of run '{runId}' is gone.");

    /// <summary>A template with its expressions evaluated.</summary>
    public async ValueTask<(JsonElement? Value, RunFault? Fault)> RenderAsync(JsonTemplate template, StepInput input, string path, CancellationToken cancellationToken)
    {
        var environment = await FetchAsync(input.TenantId, input.RunId, input.Environment ?? EnvironmentJson.Null, cancellationToken);
        var (value, failure) = template.Render(EnvironmentSlots.ToValues(environment));
        return failure is null ? (value, null) : (null, new RunFault(422, ErrorCodes.ExpressionFailed, $"{path} {failure}"));
    }

    /// <summary>What expressions see, with every reference fetched.</summary>
    public async ValueTask<JsonElement> FetchAsync(string tenantId, string runId, JsonElement environment, CancellationToken cancellationToken)
    {
        if (environment.ValueKind != JsonValueKind.Object) return EnvironmentJson.Write(new Dictionary<string, JsonElement>());
        var roots = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var root in environment.EnumerateObject())
        {
            roots[root.Name] = root.Name switch
            {
                Roots.Steps => await EachAsync(root.Value, step => EachAsync(step, value => ReadAsync(tenantId, runId, value, cancellationToken))),
                Roots.Vars => await EachAsync(root.Value, value => ReadAsync(tenantId, runId, value, cancellationToken)),
                _ => await ReadAsync(tenantId, runId, root.Value, cancellationToken),
            };
        }

        return EnvironmentJson.Write(roots);
    }

    private static async ValueTask<JsonElement> EachAsync(JsonElement map, Func<JsonElement, ValueTask<JsonElement>> read)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in map.EnumerateObject()) values[property.Name] = await read(property.Value);
        return EnvironmentJson.Write(values);
    }

    private static string Owner(string runId) => "runs/" + runId;
}
