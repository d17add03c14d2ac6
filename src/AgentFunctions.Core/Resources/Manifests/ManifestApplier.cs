using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>Applies a folder of manifests to the default tenant: everything is checked first, then written in order of reference. What is declared nowhere is left alone.</summary>
public sealed class ManifestApplier
{
    private readonly ResourceStore _resources;
    private readonly IDocumentStore _store;
    private readonly ReferenceCheck _references;
    private readonly ManifestVariables _variables;

    internal ManifestApplier(ResourceStore resources, IDocumentStore store, ReferenceCheck references, ManifestVariables variables)
    {
        _variables = variables;
        _resources = resources;
        _store = store;
        _references = references;
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

        return await ApplyAsync(pending, unchanged, set.Problems, cancellationToken);
    }

    /// <summary>Writes what is new since the last start.</summary>
    private async Task<ManifestReport> ApplyAsync(IReadOnlyList<Manifest> pending, List<string> unchanged, IReadOnlyList<ManifestProblem> found, CancellationToken cancellationToken)
    {
        var problems = found.ToList();
        await CheckReferencesAsync(pending, problems, cancellationToken);
        if (problems.Count > 0) return new ManifestReport([], [], problems);
        var applied = new List<string>();
        foreach (var manifest in pending)
        {
            var outcome = await _resources.WriteAsync(Tenants.Default, manifest.Kind, manifest.Id, manifest.Spec, default, [Remember(manifest)], cancellationToken);
            if (outcome.Error is { } error) problems.AddRange(error.Details.Select(d => manifest.Problem(d.Path, d.Message)).DefaultIfEmpty(manifest.Problem("$", error.Message)));
            else (outcome.Value!.Changed ? applied : unchanged).Add(manifest.Name);
        }

        return new ManifestReport(applied, unchanged, problems);
    }

    /// <summary>Manifests may name each other; one that is already applied counts only if its resource is still there.</summary>
    private async Task CheckReferencesAsync(IReadOnlyList<Manifest> pending, List<ManifestProblem> problems, CancellationToken cancellationToken)
    {
        var coming = pending.Select(m => m.Link).ToHashSet(StringComparer.Ordinal);
        foreach (var manifest in pending)
        {
            var findings = new Findings();
            await _references.ResolveAsync(Tenants.Default, manifest.References, findings, coming, cancellationToken);
            problems.AddRange(findings.Items.Select(f => manifest.Problem(f.Path, f.Message)));
        }
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
