using System.Text.Json;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Expressions.Templates;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Activities;
using AgentFunctions.Workflows.Agents.Running;
using AgentFunctions.Workflows.Definitions.Running;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>Writes the run of an agent or workflow that is a step, for the workflow to run as a child; when that is over, takes what came of it.</summary>
internal sealed class RunChildActivity(IRunWork runs, StepReading reading, StepContents contents, DefinitionJournal journal, IWorkflowClient engine) : Activity<StepInput, StepResult>
{
    /// <summary>Runs above a run that are looked at.</summary>
    private const int MostAbove = 16;

    public override async Task<StepResult> RunAsync(StepInput input, CancellationToken cancellationToken)
    {
        var (found, calling, missing) = await reading.FindAsync<DefinitionStep>(input, cancellationToken);
        if (missing is not null) return missing;
        var (work, target, template) = (found!, TargetOf(calling!), TemplateOf(calling!));
        var kind = target.Kind == RunTargetKind.Agent ? RunStepKind.Agent : RunStepKind.Workflow;
        var given = EnvironmentJson.Null;
        if (template is not null)
        {
            var (value, fault) = await contents.RenderAsync(template, input, calling!.Path + ".input", cancellationToken);
            if (fault is not null) return await journal.RefuseAsync(input, kind, target.Id, fault, cancellationToken);
            given = value!.Value;
        }

        var step = await journal.BeginAsync(input, kind, target.Id, given, null, cancellationToken);
        if (DefinitionJournal.IsEnded(step)) return await journal.ResultAsync(input, step, cancellationToken);
        if (!input.IsOver && calling is DefinitionStep.SubWorkflow { MaxDepth: { } most } && await NestedAsync(work, target, cancellationToken) >= most)
            return await journal.FailAsync(input, step, new RunFault(422, ErrorCodes.LoopLimit, $"{calling.Path} would nest {target} more than {most} deep, its bound."), cancellationToken);

        // Begun once: asked for again, the same run is found.
        var child = await runs.StartChildAsync(input.TenantId, new ChildRun { ParentRunId = input.RunId, StepId = input.StepId, Target = target, Input = given, InputLabel = work.InputLabel.Least(work.StepsLabel) }, cancellationToken);
        if (child.Value is { } started)
        {
            if (input.IsOver) return await EndAsync(input, step, calling!, target, started, cancellationToken);
            await journal.WaitAsync(input, step, cancellationToken);
            return new StepResult { Outcome = StepOutcome.Started, ChildRunId = started.Run.Id };
        }

        var refused = Fault(child.Error!, calling!);
        return Waits.MayComeLater(child.Error!) && !input.IsLastTry
            ? await journal.PostponeAsync(input, step, refused, child.Error!.RetryAfter, cancellationToken)
            : await journal.FailAsync(input, step, refused, cancellationToken);
    }

    /// <summary>What is wrong with the work is wrong in the step's own field.</summary>
    private static RunFault Fault(ApiError error, DefinitionStep calling)
    {
        var fault = RunFault.Of(error);
        return error.Param?.StartsWith("input", StringComparison.Ordinal) == true ? fault with { Message = $"{calling.Path}: {fault.Message}" } : fault;
    }

    private async ValueTask<StepResult> EndAsync(StepInput input, RunStep step, DefinitionStep calling, RunTarget target, RunWork child, CancellationToken cancellationToken)
    {
        var (childRunId, label) = (child.Run.Id, ChildAnswers.LabelOf(child));
        var result = await runs.FindResultAsync(input.TenantId, childRunId, cancellationToken);
        if (result is null) return await WaitAsync(input, step, target, childRunId, cancellationToken);
        if (result.Status != RunStatus.Succeeded)
            return await journal.FailAsync(input, step, new RunFault(422, result.ErrorCode ?? ErrorCodes.Conflict, $"The run of {target} is {RunStatuses.ToName(result.Status)}{(result.ErrorMessage is { } why ? $": {why}" : ".")}"), cancellationToken, label: label);

        var output = result.Output is { } written ? await contents.ReadAsync(input.TenantId, childRunId, written, cancellationToken) : EnvironmentJson.Null;
        if (calling is DefinitionStep.Agent { OutputSchema: { } schema })
        {
            output = Parsed(output);
            if (InputSchema.Compile(schema).Validate(output, "output", $"The answer of {target}") is { } error)
                return await journal.FailAsync(input, step, RunFault.Of(error) with { Code = ErrorCodes.OutputInvalid }, cancellationToken, output: output, label: label);
        }

        return await journal.SucceedAsync(input, step, output, cancellationToken, label);
    }

    /// <summary>It was opened again with the run around it, or its record is a moment behind its workflow: looked at again later.</summary>
    private async ValueTask<StepResult> WaitAsync(StepInput input, RunStep step, RunTarget target, string childRunId, CancellationToken cancellationToken)
    {
        if (input.IsRewound) await engine.RewindAsync(RunWorkflows.InstanceOf(input.TenantId, childRunId), "The run that it is part of was rewound.", cancellationToken);
        await journal.WaitAsync(input, step, cancellationToken);
        return new StepResult { Outcome = StepOutcome.NotNow, Fault = new RunFault(409, ErrorCodes.Conflict, $"The run of {target} is not over.") };
    }

    /// <summary>Runs of the same workflow among this run and those above it.</summary>
    private async ValueTask<int> NestedAsync(RunWork work, RunTarget target, CancellationToken cancellationToken)
    {
        var count = 0;
        var at = work;
        for (var i = 0; at is not null && i < MostAbove; i++)
        {
            if (at.Target == target) count++;
            at = at.ParentRunId is { } parent ? await runs.FindAsync(at.TenantId, parent, cancellationToken) : null;
        }

        return count;
    }

    /// <summary>An agent without an output schema of its own answers in text, which may be the JSON that is wanted.</summary>
    private static JsonElement Parsed(JsonElement output)
    {
        if (output.ValueKind != JsonValueKind.String) return output;
        try
        {
            using var document = JsonDocument.Parse(output.GetString()!);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return output;
        }
    }

    private static RunTarget TargetOf(DefinitionStep step) => step switch
    {
        DefinitionStep.SubWorkflow workflow => new RunTarget(RunTargetKind.Workflow, workflow.WorkflowId),
        DefinitionStep.HandOff handOff => new RunTarget(RunTargetKind.Agent, handOff.AgentId),
        _ => new RunTarget(RunTargetKind.Agent, ((DefinitionStep.Agent)step).AgentId),
    };

    private static JsonTemplate? TemplateOf(DefinitionStep step) => step switch
    {
        DefinitionStep.SubWorkflow workflow => workflow.Input,
        DefinitionStep.HandOff handOff => handOff.Input,
        _ => ((DefinitionStep.Agent)step).Input,
    };
}
