using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Workflows.Agents.Activities;
using AgentFunctions.Workflows.Agents.Running;
using AgentFunctions.Workflows.Definitions.Activities;
using AgentFunctions.Workflows.Definitions.Running;

namespace AgentFunctions.Workflows.Definitions;

/// <summary>How what travels through histories of definitions' runs is written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true, MaxDepth = 128)]
[JsonSerializable(typeof(RunStart))]
[JsonSerializable(typeof(RunEnd))]
[JsonSerializable(typeof(DefinitionState))]
[JsonSerializable(typeof(DefinitionStatus))]
[JsonSerializable(typeof(DefinitionPlan))]
[JsonSerializable(typeof(LoadInput))]
[JsonSerializable(typeof(StepInput))]
[JsonSerializable(typeof(StepResult))]
[JsonSerializable(typeof(StopInput))]
[JsonSerializable(typeof(EvaluateInput))]
[JsonSerializable(typeof(EvaluateResult))]
[JsonSerializable(typeof(ListInput))]
[JsonSerializable(typeof(ListResult))]
[JsonSerializable(typeof(CloseInput))]
[JsonSerializable(typeof(FailRunInput))]
[JsonSerializable(typeof(AgentRunPlan))]
[JsonSerializable(typeof(RunStatusInput))]
[JsonSerializable(typeof(RunCancellation))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
internal sealed partial class DefinitionRunJson : JsonSerializerContext;
