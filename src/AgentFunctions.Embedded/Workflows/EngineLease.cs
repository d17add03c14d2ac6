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
    private volatile bool _isGivenUp = true;

    private TimeSpan Life => options.Value.LeaseLife;

    /// <summary>Under which name this process works; null: it does not.</summary>
    public string? Owner => _term?.Owner;

    /// <summary>Cancelled when the present lease is lost or given up; already so without one.</summary>
    public CancellationToken Ended => _term?.End.Token ?? new CancellationToken(canceled: true);

    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        var owner = Guid.NewGuid().ToString("N");
        var until = await store.RegisterAsync(owner, Life, cancellationToken);
        _term = new Term(owner, new CancellationTokenSource()) { Until = until };
        _isGivenUp = false;
    }

    /// <summary>Asked right before something leaves this process under the name <paramref name="owner"/>. The clock tells of a lease that is past before the store was asked.</summary>
    /// <exception cref="OperationCanceledException">The lease is past, and all that ran under it is cancelled.</exception>
    public void Demand(string owner)
    {
        var term = _term?.Owner == owner ? _term : null;
        if (term is { End.IsCancellationRequested: false } && TimeProvider.System.GetUtcNow() < term.Until)
            return;
        if (term is not null)
        {
            term.IsPast = true;
            term.End.Cancel();
        }
        throw new OperationCanceledException("The lease under which this was begun is past.");
    }

    /// <summary>Renews the lease, or takes a new one where it is past. Called in time, and whenever the store refused something.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_isGivenUp)
                return;
            if (_term is not { } term)
            {
                // It was lost, and the store was not there to give another.
                await TakeAsync(cancellationToken);
                return;
            }
            if (!term.IsPast && await store.RenewAsync(term.Owner, Life, cancellationToken) is { } until)
            {
                term.Until = until;
                return;
            }
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
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // Without its lease the process would do nothing for ever, and nobody would notice.
                WorkflowLog.LeaseFailed(logger, exception);
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
        _isGivenUp = true;
        if (Interlocked.Exchange(ref _term, null) is { } term)
            await store.ReleaseAsync(term.Owner, cancellationToken);
    }

    public void Dispose() => _gate.Dispose();

    private sealed class Term(string owner, CancellationTokenSource end)
    {
        private long _until;
        private volatile bool _isPast;

        public string Owner { get; } = owner;

        public CancellationTokenSource End { get; } = end;

        public DateTimeOffset Until
        {
            get => new(Volatile.Read(ref _until), TimeSpan.Zero);
            set => Volatile.Write(ref _until, value.UtcTicks);
        }

        /// <summary>Somebody has been told so: it is not renewed, whatever the clock says later.</summary>
        public bool IsPast
        {
            get => _isPast;
            set => _isPast = value;
        }
    }
}
