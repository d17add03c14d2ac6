using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.Views;

/// <summary>What this process knows of one tenant, and when it last made sure.</summary>
internal sealed class TenantState
{
    private const int Looks = 3;
    private const int MaxWorkloadAgents = 100;

    private readonly string _tenantId;
    private readonly ResourceDocuments _documents;
    private readonly TenantSync _sync;
    private readonly VersionDocuments _versions;
    private readonly ControlPlaneOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly EntryCache<Resource<AgentSpec>> _agents;
    private readonly EntryCache<KeyRecord> _keys;
    private readonly EntryCache<PrincipalRecord> _principals;
    private readonly EntryCache<IReadOnlyList<string>> _workloads;
    private Task<TenantView?>? _refresh;
    private Confirmation? _confirmed;
    private TenantSnapshot? _snapshot;
    private int _generation;

    public TenantState(string tenantId, ResourceDocuments documents, VersionDocuments versions, TenantSync sync, ControlPlaneOptions options, TimeProvider time)
    {
        _tenantId = tenantId;
        _documents = documents;
        _versions = versions;
        _sync = sync;
        _options = options;
        _time = time;
        _agents = new EntryCache<Resource<AgentSpec>>(options.MaxCachedEntries);
        _keys = new EntryCache<KeyRecord>(options.MaxCachedEntries);
        _principals = new EntryCache<PrincipalRecord>(options.MaxCachedEntries);
        _workloads = new EntryCache<IReadOnlyList<string>>(options.MaxCachedEntries);
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

    /// <summary>The view as confirmed by a look that began at a moment or later; null when it could not be. However many wait, they share one look.</summary>
    public async Task<TenantView?> ConfirmSinceAsync(long moment, CancellationToken cancellationToken)
    {
        TenantView? view = null;

        // A look under way may have begun before the moment; the next one has not.
        for (var look = 0; look < 2; look++)
        {
            Task<TenantView?> refresh;
            lock (_gate)
            {
                if (_confirmed?.At >= moment && FreshView is { } fresh) return fresh;
                if (_refresh is not { IsCompleted: false }) _refresh = ConfirmAsync();
                refresh = _refresh;
            }

            view = await refresh.WaitAsync(cancellationToken);
            if (view is null) return null;
        }

        return view;
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

    /// <inheritdoc cref="TryGetKey"/>
    public bool TryGetPrincipal(ReadOnlySpan<char> id, out PrincipalRecord? principal)
    {
        principal = null;
        return FreshView is not null && _principals.TryGet(id, out principal);
    }

    public ValueTask<PrincipalRecord?> FindPrincipalAsync(string id, CancellationToken cancellationToken) =>
        TryGetPrincipal(id, out var principal) ? new(principal) : ReadAsync(_principals, ResourceKinds.PrincipalKind.Name, id, s => PrincipalRecord.From(_tenantId, s), cancellationToken);

    public ValueTask<Resource<AgentSpec>?> FindAgentAsync(string agentId, CancellationToken cancellationToken) =>
        TryGetAgent(agentId, out var agent)
            ? new(agent)
            : ReadAsync(_agents, ResourceKinds.AgentKind.Name, agentId, s => TenantSnapshot.ToResource(_tenantId, ResourceKinds.AgentKind, s), cancellationToken);

    public ValueTask<KeyRecord?> FindKeyAsync(string keyId, CancellationToken cancellationToken) =>
        TryGetKey(keyId, out var key) ? new(key) : ReadAsync(_keys, ResourceKinds.KeyKind.Name, keyId, s => KeyRecord.From(_tenantId, s), cancellationToken);

    /// <summary>The agents that list a workload; any change of an agent has them looked for again.</summary>
    public async ValueTask<IReadOnlyList<string>> FindWorkloadAgentsAsync(string reference, CancellationToken cancellationToken)
    {
        if (FreshView is null && await RefreshAsync(cancellationToken) is null) throw new DocumentStoreUnavailableException("The tenant's state could not be confirmed.");
        if (_workloads.TryGet(reference, out var known)) return known ?? [];
        var before = Volatile.Read(ref _snapshot)!.Sequence;
        var naming = await Within(_options.ConfirmTimeout, token => _documents.ReferrersAsync(_tenantId, [ResourceKinds.AgentKind.Name], WorkloadSpec.KindName, reference, MaxWorkloadAgents, token)).WaitAsync(cancellationToken);
        IReadOnlyList<string> ids = [.. naming.Select(static agent => agent.Id)];
        lock (_gate)
        {
            if (_snapshot!.Sequence == before) _workloads.Set(reference, ids.Count == 0 ? null : ids);
        }

        return ids;
    }

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
                var version = await Within(_options.ConfirmTimeout, token => _versions.SettleAsync(_tenantId, token));
                if (version is not { } current) return new TenantView(this, _tenantId, TenantSnapshot.Empty, exists: false);
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

    private async Task<TenantSnapshot> BringToAsync(StoredVersion version)
    {
        var known = _snapshot;
        if (known is not null && known.Sequence == version.Sequence && known.Epoch == version.Epoch) return known;
        var changes = await Within(_options.LoadTimeout, token => _sync.ReadAsync(_tenantId, known, version, token));
        var next = (changes.IsWhole ? TenantSnapshot.Empty : known!).Apply(_tenantId, version, changes.Resources);
        lock (_gate)
        {
            if (changes.IsWhole) Forget();
            else changes.Forgotten.ForEach(Forget);
            _snapshot = next;
        }

        return next;
    }

    private void Forget()
    {
        _agents.Clear();
        _keys.Clear();
        _principals.Clear();
        _workloads.Clear();
    }

    private void Forget((string Kind, string Id) changed)
    {
        if (changed.Kind == ResourceKinds.AgentKind.Name)
        {
            _agents.Remove(changed.Id);
            _workloads.Clear();
        }
        else if (changed.Kind == ResourceKinds.KeyKind.Name)
        {
            _keys.Remove(changed.Id);
        }
        else if (changed.Kind == ResourceKinds.PrincipalKind.Name)
        {
            _principals.Remove(changed.Id);
        }
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
