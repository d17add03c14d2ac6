using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Storage;

namespace AgentFunctions.Core.Memory.Store.Deciding;

/// <summary>Removes records with their history and every link to them. The record goes last and whole: broken off, it is found and removed again.</summary>
internal sealed class MemoryRemoval(IDocumentStore store, MemoryFiles files)
{
    private const int Attempts = 16;
    private const int LinksAtOnce = 50;

    /// <summary>Removes a record; what was taken from it goes too where that is asked for.</summary>
    /// <returns>How many records went.</returns>
    public async ValueTask<long> RemoveAsync(string tenantId, string agent, string recordId, bool withDerived, CancellationToken cancellationToken)
    {
        long removed = 0;

        // Own stack: what derives from what may be long, and may go round.
        var open = new Stack<string>([recordId]);
        var met = new HashSet<string>(StringComparer.Ordinal) { recordId };
        while (open.TryPeek(out var id))
        {
            var linking = await files.FollowAsync(tenantId, agent, MemoryDocuments.LinksTo(id), LinksAtOnce, cancellationToken);
            var derived = withDerived ? linking.Where(l => l.Record.Links.Any(k => k.TargetId == id && k.Kind == MemoryLinkKind.DerivedFrom) && met.Add(l.Record.Id)).ToList() : [];
            if (derived.Count > 0)
            {
                foreach (var record in derived) open.Push(record.Record.Id);
                continue;
            }

            if (linking.Count > 0)
            {
                foreach (var record in linking) await UnlinkAsync(tenantId, agent, record, id, cancellationToken);
                continue;
            }

            await ClearAsync(tenantId, agent, MemoryDocuments.LinksTo(id), cancellationToken);
            if (await TryRemoveAsync(tenantId, agent, id, cancellationToken)) removed++;
            open.Pop();
        }

        return removed;
    }

    private async ValueTask<bool> TryRemoveAsync(string tenantId, string agent, string recordId, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Attempts; i++)
        {
            if (await files.FindAsync(tenantId, agent, recordId, cancellationToken) is not { } kept) return false;
            if (await files.TryCommitAsync(tenantId, agent, await files.DeleteAsync(kept, cancellationToken), cancellationToken)) return true;
        }

        throw new DocumentStoreUnavailableException("A record is changed by others again and again.");
    }

    /// <summary>A link is no statement of the record: taking it away makes no version of it.</summary>
    private async ValueTask UnlinkAsync(string tenantId, string agent, KeptRecord linking, string targetId, CancellationToken cancellationToken)
    {
        var without = linking.Record with { Links = [.. linking.Record.Links.Where(l => l.TargetId != targetId)] };
        await files.TryCommitAsync(
            tenantId, agent, [MemoryOperations.Count(linking, without), new BatchOperation.Delete(MemoryDocuments.LinksTo(targetId) + linking.Record.Id)], cancellationToken);
    }

    /// <summary>Entries that lead nowhere. One of a record that came to be meanwhile stays: without it the record could not be removed.</summary>
    private async ValueTask ClearAsync(string tenantId, string agent, string prefix, CancellationToken cancellationToken)
    {
        var partition = MemoryDocuments.Partition(tenantId, agent);
        List<string> ids = await files.ScanAsync(partition, new DocumentQuery(IdPrefix: prefix), cancellationToken).Select(static d => d.Id).ToListAsync(cancellationToken);
        foreach (var id in ids)
            if (await files.FindAsync(tenantId, agent, id[prefix.Length..], cancellationToken) is null) await store.DeleteAsync(partition, id, null, cancellationToken);
    }
}
