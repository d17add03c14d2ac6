using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;

namespace AgentFunctions.Workflows.Definitions.Activities;

internal sealed class ActingCallers(AgentCallers callers) : IActingCallers
{
    public ValueTask<Outcome<Caller>> FindAsync(string tenantId, string agentId, CancellationToken cancellationToken) => callers.FindAsync(tenantId, agentId, cancellationToken);
}
