using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Sets;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>Applies a folder of manifests to the default tenant: everything is checked first, then written in order of reference. What is declared nowhere is left alone.</summary>
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

        if (problems.Count > 0 || pending.Count == 0) return new ManifestReport([], [.. unchanged], problems);
        return await ApplyAsync(pending, unchanged, cancellationToken);
    }

    /// <summary>All or nothing, together with the memory of what was applied.</summary>
    private async Task<ManifestReport> ApplyAsync(List<Manifest> pending, List<string> unchanged, CancellationToken cancellationToken)
    {
        var set = new ResourceSet([.. pending.Select(m => m.Document)]);
        var outcome = await _sets.ApplyAsync(Actor.System(Tenants.Default), set, [.. pending.Select(Remember)], cancellationToken);
        if (outcome.Value is not { } result)
            return new ManifestReport([], [.. unchanged], [.. outcome.Error!.Details.Select(d => Problem(pending, d.Path, d.Message)).DefaultIfEmpty(new ManifestProblem(pending[0].File, "$", outcome.Error.Message))]);
        var applied = new List<string>();
        for (var i = 0; i < pending.Count; i++) (result.Changes[i].Action == "unchanged" ? unchanged : applied).Add(pending[i].Name);
        return new ManifestReport(applied, unchanged, []);
    }

    private static ManifestProblem Problem(List<Manifest> pending, string path, string message)
    {
        var end = path.IndexOf(']', StringComparison.Ordinal);
        var index = path.StartsWith("items[", StringComparison.Ordinal) && int.TryParse(path.AsSpan(6, end - 6), out var number) ? number : 0;
        var inner = end + 2 < path.Length ? path[(end + 2)..] : "$";
        return new ManifestProblem(pending[index].File, inner, message);
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
