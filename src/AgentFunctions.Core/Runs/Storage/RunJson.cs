using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Core.Runs.Starting;

namespace AgentFunctions.Core.Runs.Storage;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(ContentLabelConverter), typeof(RunStepKindConverter), typeof(RunStepStatusConverter), typeof(RunTargetKindConverter)])]
[JsonSerializable(typeof(RunStart))]
[JsonSerializable(typeof(StoredEnd))]
[JsonSerializable(typeof(StoredEvent))]
[JsonSerializable(typeof(StoredPublishers))]
[JsonSerializable(typeof(StoredRun))]
[JsonSerializable(typeof(StoredStartKey))]
[JsonSerializable(typeof(StoredStep))]
[JsonSerializable(typeof(StoredWork))]
internal sealed partial class RunJson : JsonSerializerContext
{
    /// <summary>JSON null as content.</summary>
    public static JsonElement Null { get; } = JsonDocument.Parse("null").RootElement;
}
