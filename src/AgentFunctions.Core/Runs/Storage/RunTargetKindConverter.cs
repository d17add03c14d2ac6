using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Core.Runs.Starting;

namespace AgentFunctions.Core.Runs.Storage;

/// <summary>By name in camelCase.</summary>
internal sealed class RunTargetKindConverter() : JsonStringEnumConverter<RunTargetKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
