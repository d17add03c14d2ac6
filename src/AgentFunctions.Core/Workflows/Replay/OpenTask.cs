using System.Text.Json;

namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>An activity, timer or child that has begun and not ended.</summary>
internal sealed class OpenTask(HistoryEvent begun)
{
    // Continuations run at once, on the scheduler's thread.
    private readonly TaskCompletionSource<JsonElement> _source = new();

    public HistoryEvent Begun { get; } = begun;

    public Task<JsonElement> Task => _source.Task;

    public void Complete(JsonElement result) => _source.TrySetResult(result);

    public void Fail(WorkflowFailure failure) => _source.TrySetException(new WorkflowTaskFailedException(Begun.Name ?? "timer", failure));

    public void Cancel(CancellationToken cancellationToken) => _source.TrySetCanceled(cancellationToken);
}
