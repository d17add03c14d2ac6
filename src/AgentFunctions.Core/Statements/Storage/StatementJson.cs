using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Statements.Storage;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredStatement))]
[JsonSerializable(typeof(StoredStatementPart))]
internal sealed partial class StatementJson : JsonSerializerContext;
