using System.Text;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Jobs;

/// <summary>
/// Leases of jobs: documents <c>job:{name}</c> of the partition <c>_system</c>. Every change of one is conditional on what it holds, so two processes never both get it. Leases compare clocks of different
/// machines; a job must stay correct when two processes run it for a moment.
/// </summary>
public sealed class JobLease(IDocumentStore store, TimeProvider time, JobOwner owner)
{
    /// <summary>After this long without a sign of life the lease is free, unless a job says otherwise.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    /// <summary>Tenant of what belongs to none. No tenant has this id: theirs have no underscore.</summary>
    public const string SystemPartition = "_system";

    private static DocumentPartition Partition => new(DocumentContainer.Resources, SystemPartition);

    /// <summary>Takes the lease for a run, unless another process holds it or the job ran less than <paramref name="interval"/> ago anywhere.</summary>
    public ValueTask<bool> TryBeginAsync(string job, TimeSpan interval, CancellationToken cancellationToken) => TryBeginAsync(job, interval, Life, cancellationToken);

    /// <summary>Takes the lease for a run, for <paramref name="life"/> from now on. Timers of two processes drift: half the interval tells a run that is due from a second one.</summary>
    public ValueTask<bool> TryBeginAsync(string job, TimeSpan interval, TimeSpan life, CancellationToken cancellationToken) => TryBeginAsync(job, time.GetUtcNow() - (interval / 2), life, cancellationToken);

    /// <summary>The same, unless a run began after <paramref name="latest"/> anywhere.</summary>
    internal async ValueTask<bool> TryBeginAsync(string job, DateTimeOffset latest, TimeSpan life, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var condition = DocumentFilter.And(IsFree(now), new DocumentFilter.Compare("ranAt", FilterOperator.LessOrEqual, latest.ToUnixTimeMilliseconds()));
        var taken = await store.PatchAsync(Partition, Id(job), [.. Mine(now + life), new PatchOperation.SetValue("ranAt", now.ToUnixTimeMilliseconds())], condition, cancellationToken);
        if (taken.Status != DocumentStatus.NotFound) return taken.IsOk;
        var body = $$"""{"owner":"{{owner.Id}}","until":{{(now + life).ToUnixTimeMilliseconds()}},"ranAt":{{now.ToUnixTimeMilliseconds()}}}""";
        return (await store.CreateAsync(Partition, new DocumentWrite(Id(job), Encoding.UTF8.GetBytes(body)), cancellationToken)).IsOk;
    }

    /// <summary>Keeps the lease; false when it is another's by now.</summary>
    public ValueTask<bool> RenewAsync(string job, CancellationToken cancellationToken) => RenewAsync(job, Life, cancellationToken);

    /// <summary>Keeps the lease for <paramref name="life"/> from now on; false when it is another's by now.</summary>
    public async ValueTask<bool> RenewAsync(string job, TimeSpan life, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + life;
        return (await store.PatchAsync(Partition, Id(job), Mine(until), DocumentFilter.Equal("owner", owner.Id), cancellationToken)).IsOk;
    }

    /// <summary>Gives the lease up, if it is still ours.</summary>
    public async ValueTask ReleaseAsync(string job, CancellationToken cancellationToken) =>
        await store.PatchAsync(Partition, Id(job), [new PatchOperation.SetValue("until", 0)], DocumentFilter.Equal("owner", owner.Id), cancellationToken);

    private PatchOperation[] Mine(DateTimeOffset until) => [new PatchOperation.SetValue("owner", owner.Id), new PatchOperation.SetValue("until", until.ToUnixTimeMilliseconds())];

    private DocumentFilter IsFree(DateTimeOffset now) =>
        DocumentFilter.Or(DocumentFilter.Equal("owner", owner.Id), new DocumentFilter.Compare("until", FilterOperator.LessOrEqual, now.ToUnixTimeMilliseconds()));

    private static string Id(string job) => "job:" + job;
}
