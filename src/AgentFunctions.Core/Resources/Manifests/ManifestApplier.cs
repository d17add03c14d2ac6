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

    /// <summary>Creates the default tenant if need be and applies <c>*.json</c> in <paramref name="folder"/>. Problems are reported, not thrown.</summary>
    public async Task<ManifestReport> ApplyFolderAsync(string folder, CancellationToken cancellationToken)
    {
        var problems = new List<ManifestProblem>();
        await _resources.EnsureTenantAsync(Tenants.Default, cancellationToken);
        var manifests = await ManifestReader.ReadAsync(folder, _variables, problems, cancellationToken);
        var pending = new List<Manifest>();
        var unchanged = new List<string>();
        foreach (var manifest in manifests)
        {
            if (await FindAppliedAsync(manifest, cancellationToken) == manifest.Hash) unchanged.Add(manifest.Name);
            else pending.Add(manifest);
        }

        await CheckReferencesAsync(pending, problems, cancellationToken);
        if (problems.Count > 0) return new ManifestReport([], [], problems);
        var applied = new List<string>();
        foreach (var manifest in pending)
        {
            var outcome = await _resources.WriteAsync(Tenants.Default, manifest.Kind, manifest.Id, manifest.Spec, default, [Remember(manifest)], cancellationToken);
            if (outcome.Error is { } error) problems.AddRange(error.Details.Select(d => new ManifestProblem(manifest.File, d.Path, d.Message)).DefaultIfEmpty(new ManifestProblem(manifest.File, "$", error.Message)));
            else (outcome.Value!.Changed ? applied : unchanged).Add(manifest.Name);
        }

        return new ManifestReport(applied, unchanged, problems);
    }

    /// <summary>Manifests may name each other; one that is already applied counts only if its resource is still there.</summary>
    private async Task CheckReferencesAsync(List<Manifest> pending, List<ManifestProblem> problems, CancellationToken cancellationToken)
    {
        var coming = pending.Select(m => m.Link).ToHashSet(StringComparer.Ordinal);
        foreach (var manifest in pending)
        {
            var findings = new Findings();
            await _references.ResolveAsync(Tenants.Default, manifest.Kind.Check(manifest.Id, manifest.Spec, null, findings), findings, coming, cancellationToken);
            problems.AddRange(findings.Items.Select(f => new ManifestProblem(manifest.File, f.Path, f.Message)));
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
