using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.Views;

/// <summary>What this process knows of one tenant, and when it last made sure.</summary>
internal sealed class TenantState
{
    private const int Looks = 3;
    private static readonly TimeSpan ReloadAfter = ResourceDocuments.TombstoneLife - TimeSpan.FromDays(1);
    private static readonly DocumentFilter WholeKinds = DocumentFilter.And(
        new DocumentFilter.OneOf("kind", [ResourceKinds.ProviderKind.Name, ResourceKinds.ModelKind.Name, ResourceKinds.PriceKind.Name]), DocumentFilter.Equal("deleted", false));

    private readonly string _tenantId;
    private readonly ResourceDocuments _documents;
    private readonly TenantChanges _changes;
    private readonly ControlPlaneOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly EntryCache<Resource<AgentSpec>> _agents;
    private readonly EntryCache<KeyRecord> _keys;
    private Task<TenantView?>? _refresh;
    private Confirmation? _confirmed;
    private TenantSnapshot? _snapshot;
    private long _lastSync;
    private int _generation;

    public TenantState(string tenantId, ResourceDocuments documents, TenantChanges changes, ControlPlaneOptions options, TimeProvider time)
    {
        _tenantId = tenantId;
        _documents = documents;
        _changes = changes;
        _options = options;
        _time = time;
        _agents = new EntryCache<Resource<AgentSpec>>(options.MaxCachedEntries);
        _keys = new EntryCache<KeyRecord>(options.MaxCachedEntries);
    }

    public TimeProvider Time => _time;

    /// <summary>The view if it was confirmed recently enough.</summary>
    public TenantView? FreshView =>
        Volatile.Read(ref _confirmed) is { } confirmed && _time.GetElapsedTime(confirmed.At) <= _options.MaxStaleness ? confirmed.View : null;

    /// <summary>This process wrote: what is known is no longer confirmed.</summary>
    public void Invalidate()
    {
        lock (_gate)
        {
            _generation++;
            _confirmed = null;
        }
    }

    /// <summary>The confirmed view; null when it could not be confirmed. One confirmation at a time serves all who wait.</summary>
    public Task<TenantView?> RefreshAsync(CancellationToken cancellationToken)
    {
        Task<TenantView?> refresh;
        lock (_gate)
        {
            if (FreshView is { } fresh) return Task.FromResult<TenantView?>(fresh);
            if (_refresh is not { IsCompleted: false }) _refresh = ConfirmAsync();
            refresh = _refresh;
        }

        return refresh.WaitAsync(cancellationToken);
    }

    /// <summary>Freshness is looked at before the cache: the other way round an entry read while stale could pass on a confirmation that removed it.</summary>
    public bool TryGetKey(ReadOnlySpan<char> keyId, out KeyRecord? key)
    {
        key = null;
        return FreshView is not null && _keys.TryGet(keyId, out key);
    }

    /// <inheritdoc cref="TryGetKey"/>
    public bool TryGetAgent(ReadOnlySpan<char> agentId, out Resource<AgentSpec>? agent)
    {
        agent = null;
        return FreshView is not null && _agents.TryGet(agentId, out agent);
    }

    public ValueTask<Resource<AgentSpec>?> FindAgentAsync(string agentId, CancellationToken cancellationToken) =>
        TryGetAgent(agentId, out var agent)
            ? new(agent)
            : ReadAsync(_agents, ResourceKinds.AgentKind.Name, agentId, s => TenantSnapshot.ToResource(_tenantId, ResourceKinds.AgentKind, s), cancellationToken);

    public ValueTask<KeyRecord?> FindKeyAsync(string keyId, CancellationToken cancellationToken) =>
        TryGetKey(keyId, out var key) ? new(key) : ReadAsync(_keys, ResourceKinds.KeyKind.Name, keyId, s => KeyRecord.From(_tenantId, s), cancellationToken);

    /// <summary>Reads one entry; keeps it only if nothing changed meanwhile, else it could stay wrong for ever.</summary>
    private async ValueTask<T?> ReadAsync<T>(EntryCache<T> cache, string kind, string id, Func<StoredResource, T> convert, CancellationToken cancellationToken)
        where T : class
    {
        if (FreshView is null && await RefreshAsync(cancellationToken) is null) throw new DocumentStoreUnavailableException("The tenant's state could not be confirmed.");
        if (cache.TryGet(id, out var known)) return known;
        if (!ResourceIds.IsValid(id)) return null;
        var before = Volatile.Read(ref _snapshot)!.Sequence;
        var stored = await Within(_options.ConfirmTimeout, token => _documents.FindAsync(_tenantId, kind, id, token)).WaitAsync(cancellationToken);
        var entry = stored is null ? null : convert(stored);
        lock (_gate)
        {
            if (_snapshot!.Sequence == before) cache.Set(id, entry);
        }

        return entry;
    }

    private async Task<TenantView?> ConfirmAsync()
    {
        // Leave the lock before any work.
        await Task.Yield();
        try
        {
            // A long load is followed by another look, so that what is handed out was confirmed recently.
            for (var i = 1; i <= Looks; i++)
            {
                var generation = Volatile.Read(ref _generation);
                var started = _time.GetTimestamp();
                var sequence = await Within(_options.ConfirmTimeout, token => _changes.ReadSequenceAsync(_tenantId, token));
                if (sequence is not { } current) return new TenantView(this, _tenantId, TenantSnapshot.Empty, exists: false);
                var snapshot = await BringToAsync(current);
                if (Publish(snapshot, started, generation, last: i == Looks) is { } view) return view;
            }
        }
        catch (DocumentStoreUnavailableException)
        {
            // Refused: nothing is decided on what cannot be confirmed.
        }

        return null;
    }

    private TenantView? Publish(TenantSnapshot snapshot, long started, int generation, bool last)
    {
        lock (_gate)
        {
            if (_time.GetElapsedTime(started) > ControlPlaneOptionsValidator.HardLimit) return null;

            // This process wrote meanwhile: look again, so that its callers see what they wrote. Under a storm of writes the last look is still recent enough to decide on.
            if (generation != _generation && !last) return null;
            var view = _confirmed?.View is { } same && ReferenceEquals(same.Snapshot, snapshot) ? same : new TenantView(this, _tenantId, snapshot, exists: true);
            if (generation == _generation) _confirmed = new Confirmation(view, started);
            return view;
        }
    }

    private async Task<TenantSnapshot> BringToAsync(long sequence)
    {
        var known = _snapshot;
        var away = known is null || _time.GetElapsedTime(_lastSync) > ReloadAfter || known.Sequence > sequence;
        if (known is not null && !away && known.Sequence == sequence)
        {
            _lastSync = _time.GetTimestamp();
            return known;
        }

        var started = _time.GetTimestamp();
        var filter = away ? WholeKinds : new DocumentFilter.Compare("seq", FilterOperator.Greater, known!.Sequence);
        var changes = await Within(_options.LoadTimeout, async token =>
        {
            var list = new List<StoredResource>();
            await foreach (var stored in _documents.QueryAllAsync(_tenantId, filter, away ? null : "seq", token)) list.Add(stored);
            return list;
        });
        var next = (away ? TenantSnapshot.Empty : known!).Apply(_tenantId, sequence, changes);
        lock (_gate)
        {
            if (away) Forget();
            else changes.ForEach(Forget);
            _snapshot = next;
            _lastSync = started;
        }

        return next;
    }

    private void Forget()
    {
        _agents.Clear();
        _keys.Clear();
    }

    private void Forget(StoredResource change)
    {
        if (change.Kind == ResourceKinds.AgentKind.Name) _agents.Remove(change.Id);
        else if (change.Kind == ResourceKinds.KeyKind.Name) _keys.Remove(change.Id);
    }

    /// <summary>A store that hangs and heeds no token is as good as one that fails.</summary>
    private async Task<T> Within<T>(TimeSpan timeout, Func<CancellationToken, ValueTask<T>> read)
    {
        using var deadline = new CancellationTokenSource(timeout, _time);
        try
        {
            return await read(deadline.Token).AsTask().WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested)
        {
            throw new DocumentStoreUnavailableException("The store did not answer in time.", exception);
        }
    }

    private sealed record Confirmation(TenantView View, long At);
}
