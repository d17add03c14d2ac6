using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Usage;

namespace AgentFunctions.Core.Context.Handles;

/// <summary>Brings back what a context left out, as memory gives records: for somebody what is that person's or nobody's, and noted for the run that is given it, so that an erasure of whose content it is finds the run.</summary>
public sealed class HandleExpansion(HandleStore handles, MemoryUses uses)
{
    /// <summary>What a handle stands for; null where the agent has no such handle, or it is another person's.</summary>
    /// <param name="scope">The agent, and for whom (<see cref="HandleScope.Subject"/>).</param>
    /// <param name="runId">To a run of the agent; null: in none.</param>
    /// <param name="handle">The handle.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<HandleContent?> FindAsync(HandleScope scope, string? runId, string handle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var found = await handles.FindAsync(scope, handle, cancellationToken);
        if (found is null || runId is null || found.People.Count == 0) return found;

        // Noted first and looked up then: an erasure is announced first and goes through the notes then, so that one of the two finds the other.
        await uses.NotePeopleAsync(scope.TenantId, MemoryAgents.KeyOf(scope.Agent, scope.Team), runId, found.People, cancellationToken);
        return await handles.FindAsync(scope, handle, cancellationToken);
    }
}
