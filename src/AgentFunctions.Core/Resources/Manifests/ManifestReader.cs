using AgentFunctions.Core.Resources.Manifests.Reading;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>
/// Reads a folder of manifests and checks all that can be checked without the store: <c>*.json</c>, <c>*.yaml</c> and <c>*.yml</c>, folders within included, hidden ones not. <c>overlays/ENV/</c> is merged in
/// when that environment is asked for (RFC 7396). Problems are collected, not thrown.
/// </summary>
public static class ManifestReader
{
    /// <param name="folder">The folder.</param>
    /// <param name="environment">Which overlays; null for none.</param>
    /// <param name="variables">Reads an environment variable.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<ManifestSet> ReadAsync(string folder, string? environment, Func<string, string?> variables, CancellationToken cancellationToken) =>
        ReadAsync(folder, environment, new ManifestVariables(variables), cancellationToken);

    internal static async Task<ManifestSet> ReadAsync(string folder, string? environment, ManifestVariables variables, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder)) return new ManifestSet { Problems = [new ManifestProblem(folder, "$", "is not a folder: name one that holds *.yaml or *.json files")] };
        var problems = new List<ManifestProblem>();
        var files = FolderFiles.List(folder);
        problems.AddRange(files.Strays.Select(f => new ManifestProblem(f, "$", "belongs to no environment: move it into a folder of overlays/ that names one")));
        var reader = new DraftReader(files, variables, problems);
        var managedBy = await SettingsReader.ReadAsync(files, reader, problems, cancellationToken);
        var drafts = await reader.ReadAsync(files.Base, cancellationToken);
        if (environment is not null)
        {
            if (files.Overlays.TryGetValue(environment, out var overlays)) Merge(drafts, await reader.ReadAsync(overlays, cancellationToken));
            else problems.Add(new ManifestProblem(FolderFiles.OverlayFolder, "$", UnknownEnvironment(environment, files)));
        }

        var manifests = drafts.Values.Select(d => DraftCheck.Check(d, problems)).OfType<Manifest>().OrderBy(m => m.Kind.Rank).ToList();
        return new ManifestSet
        {
            Manifests = manifests,
            Problems = [.. problems.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line)],
            ManagedBy = managedBy,
            Environments = [.. files.Overlays.Keys],
        };
    }

    /// <summary>What the base lacks is added; the rest is patched.</summary>
    private static void Merge(Dictionary<string, ManifestDraft> drafts, Dictionary<string, ManifestDraft> overlays)
    {
        foreach (var (name, overlay) in overlays)
        {
            var below = drafts.GetValueOrDefault(name);
            drafts[name] = overlay with { Source = MergePatch.Apply(below?.Source, overlay.Source), FileHash = below is null ? overlay.FileHash : null };
        }
    }

    private static string UnknownEnvironment(string environment, FolderFiles files)
    {
        if (files.Overlays.Count == 0) return $"the environment '{environment}' has no overlays: this folder has none at all; leave --env out, or create overlays/{environment}";
        var meant = Spelling.Nearest(environment, files.Overlays.Keys) is { } near ? $"; did you mean {near}?" : "";
        return $"the environment '{environment}' has no overlays; there are {string.Join(", ", files.Overlays.Keys)}{meant}";
    }
}
