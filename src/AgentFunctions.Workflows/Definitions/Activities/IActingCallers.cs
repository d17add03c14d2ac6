using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>Callers for steps that act as an agent, made anew for each, so that a kill holds at once.</summary>
internal interface IActingCallers
{
    ValueTask<Outcome<Caller>> FindAsync(string tenantId, string agentId, CancellationToken cancellationToken);
}
