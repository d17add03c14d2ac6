using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Notifications;

/// <summary>Event data while it is cleaned.</summary>
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class JsonNodeContext : JsonSerializerContext;
