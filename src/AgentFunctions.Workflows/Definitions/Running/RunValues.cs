using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Expressions;
using AgentFunctions.Core.Expressions.Templates;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Workflows.Agents.Running;
using AgentFunctions.Workflows.Definitions.Activities;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>
/// Evaluates expressions of a definition. What they look at is small or a reference: with small values alone it is done here, with references by an activity that fetches them. What comes out is kept small in the same way.
/// </summary>
internal sealed class RunValues(DefinitionRun run)
{
    /// <summary>Values up to this stay in the workflow's memory.</summary>
    public const int MaxInline = 2 * 1024;

    /// <summary>What travels to an activity, or to the next generation.</summary>
    public const int MaxTogether = 22 * 1024;

    private JsonElement _input = run.Plan.Input ?? EnvironmentJson.Null;

    public async Task<(JsonElement? Value, RunFault? Fault)> RenderAsync(JsonTemplate template, RunFrame frame, string path, JsonElement? @event = null)
    {
        var environment = await EnvironmentAsync(template.Expressions, frame, @event);
        return await RenderAsync(template, environment, path);
    }

    public Task<(JsonElement? Value, RunFault? Fault)> ValueAsync(Expression expression, RunFrame frame, string path, JsonElement? @event = null) =>
        RenderAsync(JsonTemplate.Of(TextTemplate.Of(expression)), frame, path, @event);

    /// <summary>Whether a condition holds; a fault where it is neither true nor false.</summary>
    public async Task<(bool IsTrue, RunFault? Fault)> ConditionAsync(Expression expression, RunFrame frame, string path, JsonElement? @event = null)
    {
        var (value, fault) = await ValueAsync(expression, frame, path, @event);
        if (fault is not null) return (false, fault);
        return value?.ValueKind switch
        {
            JsonValueKind.True => (true, null),
            JsonValueKind.False => (false, null),
            _ => (false, Fault(path, "is neither true nor false")),
        };
    }

    /// <summary>Values put together to one, by name.</summary>
    public Task<(JsonElement? Value, RunFault? Fault)> ComposeAsync(string template, IReadOnlyDictionary<string, JsonElement> values, string path)
    {
        using var json = JsonDocument.Parse(template);
        return RenderAsync(JsonTemplate.Parse(json.RootElement.Clone(), path, static (_, _) => { }), EnvironmentJson.Write(values), path);
    }

    /// <summary>What expressions see, as far as they look.</summary>
    public async Task<JsonElement> EnvironmentAsync(IEnumerable<Expression> expressions, RunFrame frame, JsonElement? @event = null)
    {
        var slots = new EnvironmentSlots(run.State, run.Plan.Run, () => _input, value => _input = value);
        slots.Collect(expressions.SelectMany(static e => e.Names()).Distinct().ToList(), frame, @event);
        while (slots.Size > MaxTogether && slots.Largest() is { } slot) slot.Write(await StowAsync(slot.Value));
        return slots.ToJson();
    }

    /// <summary>Keeps the memory small enough to be handed on.</summary>
    public async Task FitStateAsync()
    {
        while (JsonSerializer.SerializeToUtf8Bytes(run.State, DefinitionRunJson.Default.DefinitionState).Length > MaxTogether && EnvironmentSlots.LargestOf(run.State) is { } slot) slot.Write(await StowAsync(slot.Value));
    }

    public static RunFault Fault(string path, string message) => new(422, ErrorCodes.ExpressionFailed, $"{path} {message}");

    private async Task<(JsonElement? Value, RunFault? Fault)> RenderAsync(JsonTemplate template, JsonElement environment, string path)
    {
        if (!EnvironmentSlots.HasReferences(environment))
        {
            var (value, failure) = template.Render(EnvironmentSlots.ToValues(environment));
            if (failure is not null) return (null, Fault(path, failure.ToString()));
            if (EnvironmentJson.SizeOf(value!.Value) <= MaxInline && PayloadReferences.Find(value.Value) is null) return (value, null);
        }

        var result = await run.CallAsync(DefinitionActivities.Evaluate, new EvaluateInput(run.State.TenantId, run.State.RunId, template.Json, environment));
        return result.Error is null ? (result.Value ?? EnvironmentJson.Null, null) : (null, Fault(path, result.Error));
    }

    private async Task<JsonElement> StowAsync(JsonElement value)
    {
        var environment = EnvironmentJson.Write(new Dictionary<string, JsonElement> { ["keep"] = value });
        return (await run.CallAsync(DefinitionActivities.Evaluate, new EvaluateInput(run.State.TenantId, run.State.RunId, EnvironmentJson.Text("${keep}"), environment) { Stows = true })).Value ?? value;
    }
}
