using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <param name="Count">Entries of the whole list; below 0: it is no list.</param>
/// <param name="List">The list with what was added, larger as a reference; null where nothing was.</param>
/// <param name="Items">The entries asked for, as many as fit, larger ones as references.</param>
internal sealed record ListResult(int Count, JsonElement? List, IReadOnlyList<JsonElement> Items) : IWritten
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Bytes { get; init; }
}
