using System.Collections.Concurrent;
using AgentFunctions.Core.Resources.Storage;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Resources.Views;

/// <inheritdoc cref="IControlPlane"/>
internal sealed class ControlPlane : IControlPlane, IDisposable
{
    private readonly ConcurrentDictionary<string, TenantState> _tenants = new(StringComparer.Ordinal);
    private readonly ResourceDocuments _documents;
    private readonly VersionDocuments _versions;
    private readonly TenantSync _sync;
    private readonly ResourceChanges _announced;
    private readonly ControlPlaneOptions _options;
    private readonly TimeProvider _time;

    public ControlPlane(ResourceDocuments documents, VersionDocuments versions, TenantSync sync, ResourceChanges announced, IOptions<ControlPlaneOptions> options, TimeProvider time)
    {
        _documents = documents;
        _versions = versions;
        _sync = sync;
        _announced = announced;
        _options = options.Value;
        _time = time;
        _announced.Changed += Invalidate;
    }

    public ValueTask<ControlPlaneView?> GetViewAsync(string tenantId, CancellationToken cancellationToken) =>
        _tenants.TryGetValue(tenantId, out var state) && state.FreshView is { } fresh ? new(fresh) : ConfirmAsync(tenantId, cancellationToken);

    /// <summary>The same for a key's tenant, without making a string of it.</summary>
    internal TenantView? FindFresh(ReadOnlySpan<char> tenantId) =>
        _tenants.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(tenantId, out var state) ? state.FreshView : null;

    /// <summary>The view as confirmed at a moment or later.</summary>
    internal async ValueTask<ControlPlaneView?> GetViewSinceAsync(string tenantId, long moment, CancellationToken cancellationToken) =>
        _tenants.TryGetValue(tenantId, out var state) ? await state.ConfirmSinceAsync(moment, cancellationToken) : await ConfirmAsync(tenantId, cancellationToken);

    public void Dispose() => _announced.Changed -= Invalidate;

    private async ValueTask<ControlPlaneView?> ConfirmAsync(string tenantId, CancellationToken cancellationToken)
    {
        if (!ResourceIds.IsValidTenant(tenantId)) return new TenantView(NewState(tenantId), tenantId, TenantSnapshot.Empty, exists: false);
        if (_tenants.TryGetValue(tenantId, out var known)) return await known.RefreshAsync(cancellationToken);

        // Anybody can write a key of any tenant: only those that exist are remembered.
        var state = NewState(tenantId);
        var view = await state.RefreshAsync(cancellationToken);
        if (view is not { TenantExists: true }) return view;
        var kept = _tenants.GetOrAdd(tenantId, state);
        return ReferenceEquals(kept, state) ? view : await kept.RefreshAsync(cancellationToken);
    }

    private TenantState NewState(string tenantId) => new(tenantId, _documents, _versions, _sync, _options, _time);

    private void Invalidate(string tenantId)
    {
        if (_tenants.TryGetValue(tenantId, out var state)) state.Invalidate();
    }
}
