using System.Text.Json;
using Microsoft.DurableTask;

namespace AgentFunctions.Functions.Durable;

/// <summary>
/// The events of one run of an orchestrator. Durable Task gives an event to the latest wait of its name even if that was cancelled, and then it is lost. So a wait is never cancelled here: one stays open for a name, and
/// whoever waits next takes it over.
/// </summary>
internal sealed class DurableEvents(TaskOrchestrationContext durable, IReadOnlyDictionary<string, JsonElement> kept)
{
    private readonly Dictionary<string, Task<JsonElement>> _open = new(kept.Select(static one => KeyValuePair.Create(one.Key, Task.FromResult(one.Value))), StringComparer.OrdinalIgnoreCase);

    /// <summary>The next event of the name; stays open until <see cref="Taken"/>.</summary>
    public Task<JsonElement> Next(string name)
    {
        if (!_open.TryGetValue(name, out var next)) _open.Add(name, next = durable.WaitForExternalEvent<JsonElement>(name));
        return next;
    }

    public void Taken(string name) => _open.Remove(name);

    /// <summary>What came for a wait that had ended: Durable Task takes along only what it keeps itself.</summary>
    public Dictionary<string, JsonElement> Kept() =>
        _open.Where(static open => open.Value.IsCompletedSuccessfully).ToDictionary(static open => open.Key, static open => DurablePayload.Defined(open.Value.Result), StringComparer.OrdinalIgnoreCase);
}
