using AgentFunctions.Core.Resources.TenantDirectory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Jobs;

/// <summary>
/// Work that follows a signal within moments, in one process at a time: what this process signals at once, what others leave at the next poll. Two processes may be at it for a moment; the work must bear that.
/// </summary>
internal abstract class LeasedLoop(string name, LoopSignal signal, ITenantDirectory tenants, JobLease lease, TimeProvider time, ILogger logger) : BackgroundService
{
    private const int TenantsAtOnce = 4;

    /// <summary>How often every tenant is looked at, signal or not.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    /// <summary>What comes within this time is done together: a commit for each event would take the disk from the calls.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Renewal = JobLease.Life / 3;

    // The loop's own turns and those it is asked for take turns: loops keep in memory what they saw.
    private readonly SemaphoreSlim _gate = new(1);
    private long? _confirmed;
    private long? _polled;

    /// <summary>One turn: everything there is to do, or for every tenant named; looked at by tests without the loop.</summary>
    internal Task TurnAsync(IEnumerable<string> named, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        named, new ParallelOptions { MaxDegreeOfParallelism = TenantsAtOnce, CancellationToken = cancellationToken }, GuardedAsync);

    /// <summary>One turn for every tenant now, unless another process is at it.</summary>
    public async Task RunDueAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _polled = null;
            if (await HoldsAsync(cancellationToken)) await WorkAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Does what there is to do for a tenant. Must end within seconds: it is called again where more is left.</summary>
    protected abstract ValueTask RunTenantAsync(string tenantId, CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start of the host must not wait for the first turn.
        await Task.Yield();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var isOurs = await OneAsync(stoppingToken);
                if (isOurs) await signal.WaitAsync(Poll, time, stoppingToken);
                await Task.Delay(isOurs ? Gather : Poll, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await LeaveAsync();
        }
    }

    /// <summary>One turn for whom there is a signal, or every tenant where it is time; false: the lease is another's.</summary>
    private async ValueTask<bool> OneAsync(CancellationToken stoppingToken)
    {
        await _gate.WaitAsync(stoppingToken);
        try
        {
            if (!await HoldsAsync(stoppingToken)) return false;
            await WorkAsync(stoppingToken);
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask WorkAsync(CancellationToken stoppingToken)
    {
        var named = signal.Take();
        if (_polled is { } last && time.GetElapsedTime(last) < Poll)
        {
            await TurnAsync(named, stoppingToken);
            return;
        }

        _polled = time.GetTimestamp();
        try
        {
            await Parallel.ForEachAsync(tenants.ListAsync(stoppingToken), new ParallelOptions { MaxDegreeOfParallelism = TenantsAtOnce, CancellationToken = stoppingToken }, GuardedAsync);
        }
#pragma warning disable CA1031 // Whatever a turn met, the next one comes.
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            JobLog.Failed(logger, exception, name);
        }
    }

    private async ValueTask GuardedAsync(string tenantId, CancellationToken cancellationToken)
    {
        try
        {
            await RunTenantAsync(tenantId, cancellationToken);
        }
#pragma warning disable CA1031 // One tenant's trouble must not keep the others waiting; the next poll tries again.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            JobLog.TenantFailed(logger, exception, name, tenantId);
        }
    }

    private async ValueTask<bool> HoldsAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_confirmed is { } at && time.GetElapsedTime(at) < Renewal) return true;
            var isOurs = _confirmed is not null ? await lease.RenewAsync(name, cancellationToken) : await lease.TryBeginAsync(name, TimeSpan.Zero, cancellationToken);
            _confirmed = isOurs ? time.GetTimestamp() : null;
            return isOurs;
        }
        catch (Documents.DocumentStoreUnavailableException exception)
        {
            _confirmed = null;
            JobLog.Failed(logger, exception, name);
            return false;
        }
    }

    private async Task LeaveAsync()
    {
        if (_confirmed is null) return;
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            // The last calls have just been settled.
            await WorkAsync(CancellationToken.None);
            await lease.ReleaseAsync(name, CancellationToken.None);
        }
        catch (Documents.DocumentStoreUnavailableException)
        {
            // It ends by itself.
        }
        finally
        {
            _gate.Release();
        }
    }
}
