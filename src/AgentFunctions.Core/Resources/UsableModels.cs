namespace AgentFunctions.Core.Resources;

/// <summary>The names that several lists of ids and trailing-<c>*</c> wildcards let through together.</summary>
public static class UsableModels
{
    /// <summary>In order: declared models, names on the lists that a wildcard model serves, and of two wildcards that overlap the narrower.</summary>
    /// <param name="view">What is declared.</param>
    /// <param name="lists">All of them must name a model; null: no restriction.</param>
    public static IReadOnlyCollection<string> Of(ControlPlaneView view, params ReadOnlySpan<IReadOnlyList<string>?> lists)
    {
        ArgumentNullException.ThrowIfNull(view);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var list in lists)
        {
            foreach (var entry in list ?? [])
            {
                if (entry.EndsWith('*')) AddWildcard(names, entry, view);
                else if (view.ResolveModel(entry) is not null) names.Add(entry);
            }
        }

        foreach (var list in lists)
        {
            if (list is not null) names.RemoveWhere(name => !ModelPatterns.Cover(list, name));
        }

        return names;
    }

    private static void AddWildcard(SortedSet<string> names, string entry, ControlPlaneView view)
    {
        foreach (var id in view.Models.Keys)
        {
            if (ModelPatterns.Matches(entry, id)) names.Add(id);
            else if (id.EndsWith('*') && ModelPatterns.Matches(id, entry)) names.Add(entry);
        }
    }
}
