using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Writing;

namespace AgentFunctions.Core.Runs.Steps;

/// <summary>Steps and states of runs of ours, each written with its event in one batch.</summary>
internal sealed class RunJournal(RunWriter writer, RunStepWrites steps, RunClosing closing, IPayloadStore payloads, TimeProvider time) : IRunJournal
{
    private const int MaxStepId = 64;

    public async ValueTask<RunStep> BeginAsync(string tenantId, string runId, RunStep step, CancellationToken cancellationToken)
    {
        CheckId(step);
        RunStep? fitted = null;
        return await WriteAsync(
            tenantId,
            runId,
            step,
            async existing =>
            {
                if (existing is { Redo: false } && (!existing.Copied || existing.Given || existing.Step.InputDigest == step.InputDigest)) return null;
                return new StoredStep { Step = fitted ??= await steps.FitAsync(tenantId, runId, step, cancellationToken) };
            },
            cancellationToken);
    }

    public async ValueTask<RunStep> UpdateAsync(string tenantId, string runId, RunStep step, CancellationToken cancellationToken)
    {
        CheckId(step);
        RunStep? fitted = null;
        return await WriteAsync(
            tenantId,
            runId,
            step,
            async existing =>
            {
                if (existing is { Redo: false } && RunStepJson.IsEnded(existing.Step.Status)) return null;
                fitted ??= await steps.FitAsync(tenantId, runId, step, cancellationToken);
                return existing is { Redo: false } && IsSame(existing.Step, fitted) ? null : new StoredStep { Step = fitted };
            },
            cancellationToken);
    }

    public async ValueTask<RunStep?> FindAsync(string tenantId, string runId, string stepId, CancellationToken cancellationToken) => (await steps.FindAsync(tenantId, runId, stepId, cancellationToken))?.Step;

    public async ValueTask<bool> SetStatusAsync(string tenantId, string runId, RunStatus status, CancellationToken cancellationToken)
    {
        if (RunStatuses.IsClosed(status)) throw new ArgumentException("A run is closed with CloseAsync.", nameof(status));
        var run = await writer.ChangeAsync(
            tenantId,
            runId,
            current =>
            {
                // While it is suspended, it is that; where it has come to shows when it goes on.
                var field = current.State == RunStatus.Suspended ? "inner" : "status";
                var name = RunStatuses.ToName(status);
                if (current.IsClosed || (field == "status" ? current.Status : current.Inner) == name) return new((RunChange?)null);
                return new(new RunChange { Fields = [new PatchOperation.SetValue(field, name)], Events = [RunEvents.Status(status, field == "inner")] });
            },
            cancellationToken);
        return run is { IsClosed: false };
    }

    public async ValueTask<bool> CloseAsync(string tenantId, string runId, RunStatus status, JsonElement? output, ApiError? error, CancellationToken cancellationToken) =>
        await closing.CloseAsync(tenantId, runId, new RunEnding(status) { Output = output, Error = error is null ? null : new StoredError(error.Code, error.Message) }, cancellationToken) is { IsClosed: true } run && run.State == status;

    private async ValueTask<RunStep> WriteAsync(string tenantId, string runId, RunStep step, Func<StoredStep?, ValueTask<StoredStep?>> decide, CancellationToken cancellationToken)
    {
        RunStep? result = null;
        await writer.ChangeAsync(
            tenantId,
            runId,
            async run =>
            {
                var existing = await steps.FindAsync(tenantId, runId, step.Id, cancellationToken);
                result = existing?.Step;
                if (run.IsClosed)
                {
                    // What was kept of it a moment ago would be nobody's to delete.
                    if (run.Purged || run.ErasedFrom is not null) await payloads.PurgeAsync(tenantId, RunDocuments.OwnerOf(runId), cancellationToken);

                    // Nothing begins any more. Who asks finds the step over, which is what it is.
                    result ??= step with { Status = RunStepStatus.Cancelled, EndedAt = time.GetUtcNow(), Error = Closed(run) };
                    return null;
                }

                if (await decide(existing) is not { } next) return null;
                result = next.Step;
                var isPending = run.State == RunStatus.Pending;
                return new RunChange
                {
                    Fields =
                    [
                        .. existing is null ? [new PatchOperation.SetValue("steps", run.Steps + 1)] : Array.Empty<PatchOperation>(),
                        .. isPending ? [new PatchOperation.SetValue("status", RunStatuses.ToName(RunStatus.Running))] : Array.Empty<PatchOperation>(),
                        .. Lowered(run, next.Step) is { } label ? [new PatchOperation.SetValue("stepsLabel", LabelNames.Of(label))] : Array.Empty<PatchOperation>(),
                    ],
                    Documents = [new BatchOperation.Upsert(next.ToWrite())],
                    Events = [.. isPending ? [RunEvents.Status(RunStatus.Running, false)] : Array.Empty<RunEventDraft>(), RunStepJson.ToEvent(next.Step)],
                };
            },
            cancellationToken);
        return result ?? throw new InvalidOperationException($"There is no run '{runId}' whose steps could be written.");
    }

    /// <summary>What the outputs of its steps are worth with this one; null where it changes nothing.</summary>
    private static ContentLabel? Lowered(StoredRun run, RunStep step)
    {
        if (step.Label is not { } label) return null;
        var all = run.StepsLabel?.Least(label) ?? label;
        return all == run.StepsLabel ? null : all;
    }

    private static void CheckId(RunStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.Id.Length is 0 or > MaxStepId || step.Id.Contains(':', StringComparison.Ordinal) || !Resources.ResourceIds.IsValid(step.Id))
            throw new ArgumentException($"'{step.Id}' is no step id: ^[A-Za-z0-9][A-Za-z0-9._-]{{0,63}}$.", nameof(step));
    }

    private static string Closed(StoredRun run) => $"{ErrorCodes.RunClosed}: the run is {run.Status}";

    private static bool IsSame(RunStep one, RunStep other) =>
        JsonSerializer.SerializeToUtf8Bytes(new StoredStep { Step = one }, RunJson.Default.StoredStep).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(new StoredStep { Step = other }, RunJson.Default.StoredStep));
}
