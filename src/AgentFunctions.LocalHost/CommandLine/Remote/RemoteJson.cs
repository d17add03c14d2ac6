using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.LocalHost.CommandLine.Remote;

/// <summary>What the commands read from a server.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ApplyAnswer))]
[JsonSerializable(typeof(ExportPage))]
[JsonSerializable(typeof(RemoteProblem))]
[JsonSerializable(typeof(WorkflowTestAnswer))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class RemoteJson : JsonSerializerContext;
