using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Core.Runs.Steps;

namespace AgentFunctions.Core.Runs.Storage;

/// <summary>By name in camelCase.</summary>
internal sealed class RunStepStatusConverter() : JsonStringEnumConverter<RunStepStatus>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
