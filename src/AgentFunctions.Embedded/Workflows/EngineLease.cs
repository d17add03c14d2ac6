using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Workflows.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Embedded.Workflows;

/// <summary>
/// This process's lease. One that is past never comes back: the process gives up all it had begun and takes a new one, under a new name, as if it had just started. The store refuses what is written under a lease that is
/// past, so a process that was stopped and goes on writes nothing.
/// </summary>
internal sealed class EngineLease(WorkflowStore store, SlotTable slots, IOptions<WorkflowEngineOptions> options, ILogger<EngineLease> logger) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Term? _term;

    private TimeSpan Life => options.Value.LeaseLife;

    /// <summary>Under which name this process works; null: it does not.</summary>
    public string? Owner => _term?.Owner;

    /// <summary>Cancelled when the present lease is lost or given up; already so without one.</summary>
    public CancellationToken Ended => _term?.End.Token ?? new CancellationToken(canceled: true);

    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        var owner = Guid.NewGuid().ToString("N");
        await store.RegisterAsync(owner, Life, cancellationToken);
        _term = new Term(owner, new CancellationTokenSource());
    }

    /// <summary>Renews the lease, or takes a new one where it is past. Called in time, and whenever the store refused something.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_term is not { } term || await store.RenewAsync(term.Owner, Life, cancellationToken))
                return;
            WorkflowLog.LeaseLost(logger, Life);
            _term = null;
            await term.End.CancelAsync();
            slots.Clear();
            await TakeAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Keeps the lease until the host stops.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // The system's clock, as the lease itself.
            await Task.Delay(Life / 3, TimeProvider.System, cancellationToken);
            try
            {
                await CheckAsync(cancellationToken);
            }
            catch (DocumentStoreUnavailableException exception)
            {
                WorkflowLog.StoreUnavailable(logger, exception);
            }
        }
    }

    /// <summary>Interrupts what runs; nothing is freed yet.</summary>
    public async Task StopAsync()
    {
        if (_term is { } term)
            await term.End.CancelAsync();
    }

    /// <summary>Frees what this process had, for others to take at once.</summary>
    public async Task GiveUpAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _term, null) is { } term)
            await store.ReleaseAsync(term.Owner, cancellationToken);
    }

    public void Dispose() => _gate.Dispose();

    private sealed record Term(string Owner, CancellationTokenSource End);
}
