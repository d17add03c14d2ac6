using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>References that can be judged without a server: those that the set itself answers.</summary>
internal static class ManifestReferences
{
    public static IReadOnlyList<ManifestProblem> FindUndeclared(IReadOnlyList<Manifest> manifests)
    {
        var declared = manifests.ToLookup(m => m.Kind.Name, m => m.Id, StringComparer.Ordinal);
        var links = manifests.Select(m => m.Link).ToHashSet(StringComparer.Ordinal);
        var undeclared = new List<ManifestProblem>();
        foreach (var manifest in manifests)
        {
            foreach (var reference in manifest.References)
            {
                if (reference.Optional || links.Contains($"{reference.Kind}:{reference.Id}")) continue;
                if (reference.WildcardServes && declared[reference.Kind].Any(id => Covers(id, reference.Id))) continue;
                var meant = Spelling.Nearest(reference.Id, declared[reference.Kind]) is { } near ? $" (did you mean {near}?)" : "";
                undeclared.Add(manifest.Problem(reference.Path, $"names {reference.Kind}/{reference.Id}, which this folder does not declare{meant}"));
            }
        }

        return undeclared;
    }

    private static bool Covers(string wildcard, string id) => wildcard.EndsWith('*') && id.AsSpan().StartsWith(wildcard.AsSpan(0, wildcard.Length - 1), StringComparison.Ordinal);
}
