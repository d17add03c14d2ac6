using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Sets;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>Applies a folder of manifests to the default tenant: all or nothing. What is declared nowhere is left alone.</summary>
public sealed class ManifestApplier
{
    private readonly ResourceStore _resources;
    private readonly ResourceSets _sets;
    private readonly IDocumentStore _store;
    private readonly ManifestVariables _variables;

    internal ManifestApplier(ResourceStore resources, ResourceSets sets, IDocumentStore store, ManifestVariables variables)
    {
        _variables = variables;
        _resources = resources;
        _store = store;
        _sets = sets;
    }

    /// <summary>Creates the default tenant if need be and applies the manifests in <paramref name="folder"/>. Problems are reported, not thrown.</summary>
    public Task<ManifestReport> ApplyFolderAsync(string folder, CancellationToken cancellationToken) => ApplyFolderAsync(folder, null, cancellationToken);

    /// <param name="folder">Folder of manifests.</param>
    /// <param name="environment">Whose <c>overlays/</c> are merged in; null for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ManifestReport> ApplyFolderAsync(string folder, string? environment, CancellationToken cancellationToken)
    {
        await _resources.EnsureTenantAsync(Tenants.Default, cancellationToken);
        var set = await ManifestReader.ReadAsync(folder, environment, _variables, cancellationToken);
        var pending = new List<Manifest>();
        var unchanged = new List<string>();
        foreach (var manifest in set.Manifests)
        {
            if (await FindAppliedAsync(manifest, cancellationToken) is { } applied && (applied == manifest.Hash || applied == manifest.FileHash)) unchanged.Add(manifest.Name);
            else pending.Add(manifest);
        }

        return pending.Count == 0 ? new ManifestReport([], unchanged, set.Problems) : await ApplyAsync(set, pending, unchanged, cancellationToken);
    }

    /// <summary>All or nothing, together with the memory of what was applied. Where reading found something wrong already, the rest is only tried, so that one start shows every finding.</summary>
    private async Task<ManifestReport> ApplyAsync(ManifestSet folder, List<Manifest> pending, List<string> unchanged, CancellationToken cancellationToken)
    {
        var set = new ResourceSet([.. pending.Select(m => m.Document)]) { ManagedBy = folder.ManagedBy, DryRun = !folder.IsOk };
        var outcome = await _sets.ApplyAsync(Actor.System(Tenants.Default), set, [.. pending.Select(Remember)], cancellationToken);
        if (outcome.Error is { } error)
        {
            var sent = new ManifestSet { Manifests = pending };
            return new ManifestReport([], unchanged, [.. folder.Problems, .. error.Details.Select(d => sent.Locate(d.Path, d.Message) ?? pending[0].Problem("$", error.Message)).DefaultIfEmpty(pending[0].Problem("$", error.Message))]);
        }

        if (!folder.IsOk) return new ManifestReport([], unchanged, folder.Problems);
        var applied = new List<string>();
        for (var i = 0; i < pending.Count; i++) (outcome.Value!.Changes[i].Action == "unchanged" ? unchanged : applied).Add(pending[i].Name);
        return new ManifestReport(applied, unchanged, []);
    }

    private async ValueTask<string?> FindAppliedAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        var found = await _store.ReadAsync(TenantChanges.Partition(Tenants.Default), DocumentId(manifest), cancellationToken);
        return found.Document is { } document ? JsonSerializer.Deserialize(document.Body.Span, ResourceJson.Default.AppliedManifest)?.Hash : null;
    }

    private static BatchOperation.Upsert Remember(Manifest manifest) => new(new DocumentWrite(
        DocumentId(manifest),
        JsonSerializer.SerializeToUtf8Bytes(new AppliedManifest { Kind = AppliedManifest.KindName, Id = manifest.Name, Hash = manifest.Hash }, ResourceJson.Default.AppliedManifest)));

    private static string DocumentId(Manifest manifest) => ResourceIds.ToDocumentId($"{AppliedManifest.KindName}-{manifest.Kind.Name}", manifest.Id);
}
