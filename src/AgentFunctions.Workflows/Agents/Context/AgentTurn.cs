using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Runs.Starting;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>A turn that is about to be taken.</summary>
/// <param name="Work">The run.</param>
/// <param name="Blueprint">Its agent.</param>
/// <param name="LastModelStep">Where its transcript ends; null: nothing has been said yet.</param>
internal sealed record AgentTurn(RunWork Work, AgentBlueprint Blueprint, string? LastModelStep);
