using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Memory.Records;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [
    typeof(WordConverter<MemoryKind>), typeof(WordConverter<MemoryState>), typeof(WordConverter<MemoryLinkKind>), typeof(WordConverter<MemorySourceKind>),
    typeof(WordConverter<Labels.Integrity>), typeof(WordConverter<Labels.Confidentiality>)])]
[JsonSerializable(typeof(MemoryRecord))]
internal sealed partial class MemoryJson : JsonSerializerContext;
