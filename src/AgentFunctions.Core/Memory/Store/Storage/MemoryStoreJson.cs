using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Memory.Store.Storage;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredHead))]
[JsonSerializable(typeof(StoredTurns))]
[JsonSerializable(typeof(StoredPointer))]
[JsonSerializable(typeof(StoredMemoryAgent))]
[JsonSerializable(typeof(StoredUse))]
[JsonSerializable(typeof(StoredGiven))]
[JsonSerializable(typeof(StoredTally))]
internal sealed partial class MemoryStoreJson : JsonSerializerContext;
