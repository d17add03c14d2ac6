using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Sessions.Storage;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredSession))]
[JsonSerializable(typeof(StoredSessionEntry))]
[JsonSerializable(typeof(StoredMessage))]
[JsonSerializable(typeof(StoredMessageId))]
[JsonSerializable(typeof(StoredSlot))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class SessionJson : JsonSerializerContext;
