using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Marks;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Memory.Store.Deciding;

/// <summary>Removes records with their history and every link to them. The record goes last and whole: broken off, it is found and removed again.</summary>
internal sealed class MemoryRemoval(IDocumentStore store, MemoryFiles files, MemoryMarks marks)
{
    private const int Attempts = 16;
    private const int LinksAtOnce = 50;

    /// <summary>Removes a record. Where somebody is erased, what was taken from it goes too, if that is nobody else's or was made by the product: a link that a writer named takes nothing from other people.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="agent">Whose memory.</param>
    /// <param name="recordId">Which.</param>
    /// <param name="erased">Who is erased, folded; null: nobody.</param>
    /// <param name="tally">Counts the records that go; null: nobody does.</param>
    /// <param name="cancellationToken">Ends it; done again it goes on.</param>
    public async ValueTask RemoveAsync(string tenantId, string agent, string recordId, string? erased, IErasureTally? tally, CancellationToken cancellationToken)
    {
        // Own stack: what derives from what may be long, and may go round.
        var open = new Stack<string>([recordId]);
        var met = new HashSet<string>(StringComparer.Ordinal) { recordId };
        while (open.TryPeek(out var id))
        {
            var linking = await files.FollowAsync(tenantId, agent, MemoryDocuments.LinksTo(id), LinksAtOnce, cancellationToken);
            var derived = erased is null ? [] : linking.Where(l => l.Record.Links.Any(k => k.TargetId == id && k.Kind == MemoryLinkKind.DerivedFrom) && GoesWith(l.Record, erased) && met.Add(l.Record.Id)).ToList();
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
            await RemoveAsync(tenantId, agent, id, erased is not null, tally, cancellationToken);
            open.Pop();
        }
    }

    private static bool GoesWith(MemoryRecord record, string erased)
    {
        List<string> people = [.. MemoryOperations.SubjectsOf(record)];
        return people.Count == 0 || people.Contains(erased) || record.Sources[0].Kind == MemorySourceKind.Consolidated;
    }

    private async ValueTask RemoveAsync(string tenantId, string agent, string recordId, bool isErased, IErasureTally? tally, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Attempts; i++)
        {
            if (await files.FindAsync(tenantId, agent, recordId, cancellationToken) is not { } kept) return;
            if (tally is not null) await tally.CountAsync([$"{agent}/{recordId}"], cancellationToken);
            List<BatchOperation> operations = [.. await files.DeleteAsync(kept, cancellationToken), .. await marks.LeaveAsync(kept.Record, isErased, cancellationToken)];
            if (await files.TryCommitAsync(tenantId, agent, operations, cancellationToken)) return;
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
