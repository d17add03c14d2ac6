using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Workflows.Agents.Activities;
using AgentFunctions.Workflows.Agents.Context;
using AgentFunctions.Workflows.Agents.Running;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents;

/// <summary>How what travels through histories and journals of agents' runs is written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RunStart))]
[JsonSerializable(typeof(RunEnd))]
[JsonSerializable(typeof(AgentRunState))]
[JsonSerializable(typeof(AgentRunPlan))]
[JsonSerializable(typeof(AgentRunStatus))]
[JsonSerializable(typeof(ModelStepInput))]
[JsonSerializable(typeof(ModelStepResult))]
[JsonSerializable(typeof(ModelStepSummary))]
[JsonSerializable(typeof(CallStepInput))]
[JsonSerializable(typeof(CallStepResult))]
[JsonSerializable(typeof(CompensationInput))]
[JsonSerializable(typeof(CompensationStep))]
[JsonSerializable(typeof(RunStatusInput))]
[JsonSerializable(typeof(RunCancellation))]
[JsonSerializable(typeof(CloseRunInput))]
[JsonSerializable(typeof(FailRunInput))]
[JsonSerializable(typeof(ModelOutput))]
[JsonSerializable(typeof(CallOutput))]
[JsonSerializable(typeof(ChatText))]
[JsonSerializable(typeof(ChatToolResult))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
internal sealed partial class AgentJson : JsonSerializerContext;
