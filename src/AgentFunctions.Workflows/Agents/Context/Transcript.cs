using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>
/// What was said in a run, read from its journal, the latest first: each model step names the one before it. Nothing of it is kept anywhere else but in memory, so a fork or another process sees the same.
/// </summary>
internal sealed class Transcript(IRunJournal journal, StepContent content, TranscriptCache cache)
{
    private static readonly ContentLabel Ours = new(Integrity.Trusted, Confidentiality.Internal);

    /// <summary>The latest turns up to a size; the latest one in any case.</summary>
    public async ValueTask<TranscriptPage> ReadAsync(RunWork work, string? lastModelStep, int maxBytes, CancellationToken cancellationToken)
    {
        var turns = new Stack<TranscriptTurn>();
        var bytes = 0;
        var step = lastModelStep;
        while (step is not null)
        {
            var turn = cache.Find(work.TenantId, work.Run.Id, step) ?? await ReadTurnAsync(work, step, cancellationToken);
            bytes += turn.Bytes;
            if (bytes > maxBytes && turns.Count > 0) break;
            turns.Push(turn);
            step = turn.Previous;
        }

        cache.Keep(work.TenantId, work.Run.Id, turns);
        return new TranscriptPage([.. turns.SelectMany(static turn => turn.Messages)], step is not null, turns.LastOrDefault()?.Context);
    }

    private async ValueTask<TranscriptTurn> ReadTurnAsync(RunWork work, string stepId, CancellationToken cancellationToken)
    {
        var output = await ReadAsync(work, stepId, AgentJson.Default.ModelOutput, cancellationToken);
        List<TranscriptMessage> messages = [new(stepId, output.Message, null)];
        for (var i = 0; i < output.Calls.Count; i++)
        {
            var call = output.Calls[i];
            var (result, label) = call.StepId is null
                ? (JsonSerializer.SerializeToElement(call.Problem ?? "", AgentJson.Default.String), Ours)
                : Result(await ReadAsync(work, call.StepId, AgentJson.Default.CallOutput, cancellationToken));
            messages.Add(new TranscriptMessage(call.StepId ?? string.Create(CultureInfo.InvariantCulture, $"{stepId}.{i}"), ChatMessages.Tool(AssistantMessage.Call(output.Message, i).Id, result), label) { Tool = call.StepId is not null && call.Kind == ProposedCallKind.Tool ? call.Target : null });
        }

        if (output.Repair is { } repair) messages.Add(new TranscriptMessage(stepId + ".repair", ChatMessages.Of("user", repair), Ours));
        return new TranscriptTurn(stepId, output.Previous, messages, output.Context);
    }

    private static (JsonElement Content, ContentLabel Label) Result(CallOutput output) => (output.Content, output.Label);

    private async ValueTask<T> ReadAsync<T>(RunWork work, string stepId, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var step = await journal.FindAsync(work.TenantId, work.Run.Id, stepId, cancellationToken);
        return step?.Output is { } output
            ? await content.ReadAsync(work.TenantId, work.Run.Id, output, type, cancellationToken)
            : throw new InvalidOperationException($"Step '{stepId}' of run '{work.Run.Id}' has no output.");
    }
}
