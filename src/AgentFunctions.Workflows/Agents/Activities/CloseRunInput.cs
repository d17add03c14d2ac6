using AgentFunctions.Core.Runs;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <param name="TenantId">Whose.</param>
/// <param name="RunId">Which run.</param>
/// <param name="Status">How it is closed.</param>
/// <param name="AnswerStep">The model step whose answer is its output; null for none.</param>
/// <param name="FailedStep">The step that could not be done; null for none.</param>
/// <param name="Fault">What went wrong; null for nothing.</param>
internal sealed record CloseRunInput(string TenantId, string RunId, RunStatus Status, string? AnswerStep, string? FailedStep, RunFault? Fault);
