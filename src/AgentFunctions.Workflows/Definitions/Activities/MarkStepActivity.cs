using System.Text.Json;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Definitions.Reading;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Expressions.Templates;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Running;
using AgentFunctions.Workflows.Definitions.Running;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>Notes that a step waits for a time or an event, and what came.</summary>
internal sealed class MarkStepActivity(StepReading reading, StepContents contents, DefinitionJournal journal) : Activity<StepInput, StepResult>
{
    public override async Task<StepResult> RunAsync(StepInput input, CancellationToken cancellationToken)
    {
        var (_, waiting, missing) = await reading.FindAsync<DefinitionStep>(input, cancellationToken);
        if (missing is not null) return missing;
        return waiting is DefinitionStep.Wait wait ? await WaitAsync(input, wait, cancellationToken) : await TimerAsync(input, (DefinitionStep.Timer)waiting!, cancellationToken);
    }

    private async ValueTask<StepResult> WaitAsync(StepInput input, DefinitionStep.Wait wait, CancellationToken cancellationToken)
    {
        var step = await journal.BeginAsync(input, RunStepKind.Event, wait.Event, null, null, cancellationToken);
        if (DefinitionJournal.IsEnded(step)) return await journal.ResultAsync(input, step, cancellationToken);
        if (!input.IsOver)
        {
            await journal.WaitAsync(input, step, cancellationToken);
            return new StepResult { Outcome = StepOutcome.Started };
        }

        if (!input.IsReceived && wait.FailsOnTimeout) return await journal.FailAsync(input, step, new RunFault(408, ErrorCodes.StepTimeout, $"{wait.Path} got no event '{wait.Event}' in {wait.Timeout:c}."), cancellationToken);
        var output = EnvironmentJson.Make(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("received", input.IsReceived);
            if (input.IsReceived)
            {
                writer.WritePropertyName("event");
                (input.Event ?? EnvironmentJson.Null).WriteTo(writer);
            }

            writer.WriteEndObject();
        });

        // Who raised it, and what they had it from, the engine does not say.
        return await journal.SucceedAsync(input, step, output, cancellationToken, input.IsReceived ? ContentLabel.Unknown : null);
    }

    private async ValueTask<StepResult> TimerAsync(StepInput input, DefinitionStep.Timer timer, CancellationToken cancellationToken)
    {
        var step = await journal.BeginAsync(input, RunStepKind.Timer, input.Key, null, null, cancellationToken);
        if (DefinitionJournal.IsEnded(step)) return await journal.ResultAsync(input, step, cancellationToken);
        var path = timer.Path + (timer.Until is null ? ".duration" : ".until");
        var (value, fault) = await contents.RenderAsync(JsonTemplate.Of((timer.Until ?? timer.Duration)!), input, path, cancellationToken);
        if (fault is not null) return await journal.FailAsync(input, step, fault, cancellationToken);
        var text = value!.Value.ValueKind == JsonValueKind.String ? value.Value.GetString()! : "";

        // From when it began, so that doing this again gives the same.
        var due = timer.Until is null ? step.StartedAt + TimeTexts.Duration(text) : TimeTexts.Instant(text);
        if (due is not { } at) return await journal.FailAsync(input, step, RunValues.Fault(path, timer.Until is null ? TimeTexts.NoDuration : TimeTexts.NoInstant), cancellationToken);
        if (input.IsOver) return await journal.SucceedAsync(input, step, EnvironmentJson.Make(writer => { writer.WriteStartObject(); writer.WriteString("at", at.ToUniversalTime()); writer.WriteEndObject(); }), cancellationToken);
        await journal.WaitAsync(input, step, cancellationToken);
        return new StepResult { Outcome = StepOutcome.Started, DueAt = at };
    }
}
