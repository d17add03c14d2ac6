using System.Text.Json;
using AgentFunctions.Core.Expressions.Checking;
using AgentFunctions.Core.Expressions.Templates;
using AgentFunctions.Core.Definitions.Reading;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Runs.Starting;

namespace AgentFunctions.Core.Definitions.Checking;

/// <summary>Checks the steps that hold no others, and says what they give.</summary>
internal sealed class LeafChecker(Definition definition, DefinitionWorld world, FlowFindings found)
{
    /// <summary>Of the events that tell a run what people decided.</summary>
    private const string DecisionPrefix = "decision.";

    public ValueShape Check(DefinitionStep step, FlowScope scope)
    {
        switch (step)
        {
            case DefinitionStep.Tool tool:
                NeedsAgent(step, "calls a tool");
                var arguments = found.Json(tool.Arguments, step.Path + ".arguments", scope);
                if (world.Tools.TryGetValue(tool.ToolId, out var schema) && schema is { } declared) found.Fits(arguments, SchemaShape.Of(declared), step.Path + ".arguments");
                return ValueShape.Any;
            case DefinitionStep.Agent agent:
                Work(agent.AgentId, agent.Input, step, scope);
                return SchemaShape.Of(agent.OutputSchema ?? world.Agents.GetValueOrDefault(agent.AgentId));
            case DefinitionStep.SubWorkflow workflow:
                return SubWorkflow(workflow, scope);
            case DefinitionStep.HandOff handOff:
                Work(handOff.AgentId, handOff.Input, step, scope);
                return ValueShape.Any;
            case DefinitionStep.Approval approval:
                NeedsAgent(step, "asks people");
                found.Json(approval.Action, step.Path + ".action", scope);
                return StepShapes.Approval;
            case DefinitionStep.Ask ask:
                NeedsAgent(step, "asks people");
                found.Text(ask.Prompt, step.Path + ".prompt", scope);
                return StepShapes.Ask(SchemaShape.Of(ask.Schema), ask.People.FailsOnDenied);
            case DefinitionStep.Wait wait:
                if (wait.Filter is { } filter && found.Condition(filter, step.Path + ".filter", scope.With(Roots.Event, ValueShape.Any)) == false) found.Add(step.Path + ".filter", "is always false, so no event is ever taken");
                if (wait.Event == RunWorkflows.CancelEvent || wait.Event.StartsWith(DecisionPrefix, StringComparison.Ordinal)) found.Add(step.Path + ".event", $"is an event of the run itself: choose a name other than {RunWorkflows.CancelEvent} that does not begin with {DecisionPrefix}");
                if (!wait.FailsOnTimeout && step.Timeout is null) found.Add(step.Path + ".timeout", "is required with onTimeout continue");
                return StepShapes.Wait;
            case DefinitionStep.Timer timer:
                found.Time(timer.Duration, step.Path + ".duration", scope, isDuration: true);
                found.Time(timer.Until, step.Path + ".until", scope, isDuration: false);
                return StepShapes.Timer;
            case DefinitionStep.Set set:
                return Set(set, scope);
            case DefinitionStep.End end:
                if (end.Error is { } error) found.Text(error, step.Path + ".error", scope);
                if (end.Output is null) return ValueShape.Any;
                var output = found.Json(end.Output, step.Path + ".output", scope);
                if (definition.OutputSchema is { } wanted) found.Fits(output, SchemaShape.Of(wanted), step.Path + ".output");
                return output;
            default:
                return ValueShape.Any;
        }
    }

    /// <summary>What an agent is handed, against what it says it takes.</summary>
    private void Work(string agent, JsonTemplate? input, DefinitionStep step, FlowScope scope)
    {
        var given = found.Json(input, step.Path + ".input", scope);
        if (world.Handoffs.TryGetValue(agent, out var schema) && schema is { } declared) found.Fits(given, SchemaShape.Of(declared), step.Path + ".input");
    }

    private ValueShape SubWorkflow(DefinitionStep.SubWorkflow step, FlowScope scope)
    {
        var input = found.Json(step.Input, step.Path + ".input", scope);
        if (!world.Workflows.TryGetValue(step.WorkflowId, out var target)) return ValueShape.Any;
        if (target.Input is { } schema) found.Fits(input, SchemaShape.Of(schema), step.Path + ".input");
        return SchemaShape.Of(target.OutputSchema);
    }

    private ValueShape Set(DefinitionStep.Set set, FlowScope scope)
    {
        var values = found.Json(set.Values, set.Path + ".values", scope);
        if (set.Values.Json.ValueKind != JsonValueKind.Object) return values;
        foreach (var (name, shape) in values.Fields)
        {
            if (!StepNames.IsValid(name)) found.Add(JsonPath.Property(set.Path + ".values", name), $"is no name of a variable: {StepNames.Pattern}");
            scope.AddVariable(name, shape);
        }

        return values;
    }

    private void NeedsAgent(DefinitionStep step, string what)
    {
        if (definition.Agent is null) found.Add("spec.agent", $"is required, because {step.Path} {what}: name the agent in whose name that is done");
    }
}
