using System.Text.Json;
using AgentFunctions.Core.Runs;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <param name="TenantId">Whose.</param>
/// <param name="RunId">Which run.</param>
/// <param name="Status">How it is closed.</param>
/// <param name="Output">Its output, larger as a reference; null for none.</param>
/// <param name="Fault">What went wrong; null for nothing.</param>
internal sealed record CloseInput(string TenantId, string RunId, RunStatus Status, JsonElement? Output, RunFault? Fault);
