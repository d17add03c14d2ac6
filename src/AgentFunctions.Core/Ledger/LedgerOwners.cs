using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Ledger;

/// <summary>
/// The processes that hold something, by their signs of life: documents <c>ledger-owner:{id}</c> of the system's partition. What a process held that fell silent is charged at its bound and its places are free again,
/// long before its calls could have ended by themselves.
/// </summary>
internal sealed class LedgerOwners(IDocumentStore store, JobOwner owner, IOptions<LedgerOptions> options, TimeProvider time)
{
    private const string Prefix = "ledger-owner:";
    private static readonly DocumentPartition Partition = new(DocumentContainer.Resources, JobLease.SystemPartition);
    private long _shownAt = -1;

    /// <summary>After this long without a sign of life a process counts as gone. Whole seconds, as documents live.</summary>
    public TimeSpan Life { get; } = TimeSpan.FromSeconds(Math.Ceiling(options.Value.OwnerLife.TotalSeconds));

    private string Id => Prefix + owner.Id;

    /// <summary>Sees to it that this process counts as alive for long enough to begin a call.</summary>
    public ValueTask EnsureAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _shownAt) is >= 0 and var shown && time.GetElapsedTime(shown) < Life / 2 ? ValueTask.CompletedTask : ShowAsync(cancellationToken);

    /// <summary>Gives a sign of life.</summary>
    public async ValueTask ShowAsync(CancellationToken cancellationToken)
    {
        var at = time.GetTimestamp();
        await store.UpsertAsync(Partition, new DocumentWrite(Id, Encoding.UTF8.GetBytes("{}"), Life), cancellationToken);
        Volatile.Write(ref _shownAt, at);
    }

    /// <summary>The process ends: what it still holds may be charged at once.</summary>
    public async ValueTask LeaveAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _shownAt, -1);
        await store.DeleteAsync(Partition, Id, null, cancellationToken);
    }

    public async ValueTask<IReadOnlySet<string>> AliveAsync(CancellationToken cancellationToken)
    {
        var alive = new HashSet<string>(StringComparer.Ordinal);
        var query = new DocumentQuery(IdPrefix: Prefix);
        do
        {
            var page = await store.QueryAsync(Partition, query, cancellationToken);
            foreach (var document in page.Items) alive.Add(document.Id[Prefix.Length..]);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return alive;
    }
}
