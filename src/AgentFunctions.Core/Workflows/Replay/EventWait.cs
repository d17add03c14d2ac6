using System.Text.Json;

namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>Somebody waits for an event.</summary>
internal sealed class EventWait
{
    // Continuations run at once, on the scheduler's thread. null: the time ran out.
    private readonly TaskCompletionSource<JsonElement?> _source = new();

    public Task<JsonElement?> Task => _source.Task;

    public void Receive(JsonElement payload) => _source.TrySetResult(payload);

    public void TimeOut() => _source.TrySetResult(null);

    public void Cancel(CancellationToken cancellationToken) => _source.TrySetCanceled(cancellationToken);
}
