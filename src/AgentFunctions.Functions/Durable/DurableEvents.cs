using System.Text.Json;
using Microsoft.DurableTask;

namespace AgentFunctions.Functions.Durable;

/// <summary>
/// The events of one run of an orchestrator. Durable Task gives an event to the latest wait of its name even if that was cancelled, and then it is lost. So a wait is never cancelled here: one stays open for a name, and
/// whoever waits next takes it over.
/// </summary>
internal sealed class DurableEvents(TaskOrchestrationContext durable)
{
    private readonly Dictionary<string, Task<JsonElement>> _open = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The next event of the name; stays open until <see cref="Taken"/>.</summary>
    public Task<JsonElement> Next(string name)
    {
        if (!_open.TryGetValue(name, out var next)) _open.Add(name, next = durable.WaitForExternalEvent<JsonElement>(name));
        return next;
    }

    public void Taken(string name) => _open.Remove(name);

    /// <summary>Before continue-as-new: what came for a wait that had ended is sent again, since only what Durable Task keeps itself goes along.</summary>
    public void SendAgain()
    {
        foreach (var (name, next) in _open)
            if (next.IsCompletedSuccessfully) durable.SendEvent(durable.InstanceId, name, next.Result);
        _open.Clear();
    }
}
