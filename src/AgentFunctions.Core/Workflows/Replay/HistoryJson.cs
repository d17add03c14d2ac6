using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>How histories and inboxes are stored.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(HistoryEvent))]
[JsonSerializable(typeof(WorkflowFailure))]
public sealed partial class HistoryJson : JsonSerializerContext;
