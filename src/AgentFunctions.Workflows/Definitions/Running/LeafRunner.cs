using System.Globalization;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Expressions;
using AgentFunctions.Core.Expressions.Templates;
using AgentFunctions.Workflows.Agents.Running;
using AgentFunctions.Workflows.Definitions.Activities;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>Does the steps that hold no others.</summary>
internal sealed class LeafRunner(DefinitionRun run, RunValues values)
{
    private const int MaxStepId = 64;
    private readonly StepConversation _conversation = new(run, values);

    public async Task<Flow> RunAsync(DefinitionStep step, string key, StepMemo memo, RunFrame frame, StopScope scope, bool isUndo)
    {
        if (run.Full() is { } full) return Flow.Failed(full, key, isFatal: true);
        switch (step)
        {
            case DefinitionStep.Set set: return await SetAsync(set, frame);
            case DefinitionStep.End end: return await EndAsync(end, frame);
        }

        if (memo.Number == 0)
        {
            if (run.State.Steps >= run.Plan.StepLimit && !isUndo)
                return Flow.Failed(new RunFault(422, ErrorCodes.StepLimit, string.Create(CultureInfo.InvariantCulture, $"The run has taken the {run.Plan.StepLimit} steps it may take.")), key, isFatal: true);
            memo.Number = ++run.State.Steps;
            run.Show();
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"{memo.Number:D5}-{step.Id}");
        var input = new StepInput
        {
            TenantId = run.State.TenantId,
            RunId = run.State.RunId,
            Key = step.Id,
            StepId = id.Length <= MaxStepId ? id : id[..MaxStepId],
            Environment = await values.EnvironmentAsync(ExpressionsOf(step), frame),
            IsUndo = isUndo,
            IsInAnyCase = isUndo || scope.IsInAnyCase,
            InstanceId = run.Context.InstanceId,
        };
        var flow = step switch
        {
            DefinitionStep.Wait wait => await _conversation.WaitAsync(wait, input, memo, frame, scope),
            DefinitionStep.Timer => await _conversation.TimerAsync(input, memo, scope),
            DefinitionStep.HandOff => Passed(await _conversation.RunAsync(step, input, memo, scope)),
            _ => await _conversation.RunAsync(step, input, memo, scope),
        };

        // Nobody is asked any more whether it took effect, and so nobody knows.
        var isUnknown = flow.Kind == FlowKind.Stopped && scope.IsOver && step is DefinitionStep.Tool && memo.IsOutcomeOpen;
        if (isUnknown) run.State.NotUndone++;

        // What ends the whole run ends its steps with it.
        if (isUnknown || (flow.Kind == FlowKind.Stopped && scope.Reason is StopReason.Timeout or StopReason.NotNeeded)) await _conversation.StopAsync(input, memo, scope.Reason, isUnknown);
        return flow;
    }

    /// <summary>What was handed on ends the run, with whatever came of it.</summary>
    private static Flow Passed(Flow flow) => flow.IsDone ? Flow.Ended(flow.Output) : flow;

    private async Task<Flow> SetAsync(DefinitionStep.Set set, RunFrame frame)
    {
        var output = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal);
        foreach (var property in set.Values.Json.EnumerateObject())
        {
            var path = $"{set.Path}.values.{property.Name}";
            var (value, fault) = await values.RenderAsync(JsonTemplate.Parse(property.Value, path, static (_, _) => { }), frame, path);
            if (fault is not null) return Flow.Failed(fault);
            output[property.Name] = value!.Value;
        }

        // Together, so that each value sees what was there before.
        foreach (var (name, value) in output) run.State.Vars[name] = value;
        var (given, wrong) = await ComposeAsync(output, set.Path);
        return wrong is null ? Flow.Done(given) : Flow.Failed(wrong);
    }

    /// <summary>The values by their names; under names of ours while they are put together, because expressions read a few names in ways of their own.</summary>
    private Task<(System.Text.Json.JsonElement? Value, RunFault? Fault)> ComposeAsync(Dictionary<string, System.Text.Json.JsonElement> output, string path)
    {
        var parts = output.Select(static (one, i) => (one.Key, Part: string.Create(CultureInfo.InvariantCulture, $"value{i}"), one.Value)).ToList();
        return values.ComposeAsync(
            "{" + string.Join(',', parts.Select(static p => $"\"{p.Key}\":\"${{{p.Part}}}\"")) + "}",
            parts.ToDictionary(static p => p.Part, static p => p.Value, StringComparer.Ordinal),
            path);
    }

    private async Task<Flow> EndAsync(DefinitionStep.End end, RunFrame frame)
    {
        var template = end.Error is { } error ? JsonTemplate.Of(error) : end.Output;
        if (template is null) return Flow.Ended(null);
        var (value, fault) = await values.RenderAsync(template, frame, end.Path + (end.Error is null ? ".output" : ".error"));
        if (fault is not null) return Flow.Failed(fault);
        if (end.Error is null) return Flow.Ended(value);
        return Flow.Ended(null, new RunFault(422, ErrorCodes.WorkflowFailed, value!.Value.ValueKind == System.Text.Json.JsonValueKind.String ? value.Value.GetString()! : value.Value.GetRawText()));
    }

    private static IEnumerable<Expression> ExpressionsOf(DefinitionStep step) => step switch
    {
        DefinitionStep.Tool tool => tool.Arguments.Expressions,
        DefinitionStep.Agent { Input: { } input } => input.Expressions,
        DefinitionStep.SubWorkflow { Input: { } input } => input.Expressions,
        DefinitionStep.HandOff { Input: { } input } => input.Expressions,
        DefinitionStep.Approval approval => approval.Action.Expressions,
        DefinitionStep.Ask ask => ask.Prompt.Expressions,
        DefinitionStep.Timer timer => (timer.Duration ?? timer.Until)?.Expressions ?? [],
        _ => [],
    };
}
