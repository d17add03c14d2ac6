namespace AgentFunctions.Core.Resources;

/// <summary>Ids and trailing-<c>*</c> wildcards of models, as agents, teams and keys list them.</summary>
public static class ModelPatterns
{
    /// <summary>Whether the pattern names the model, or covers all that a wildcard covers.</summary>
    public static bool Matches(string pattern, string name)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return pattern.EndsWith('*') ? name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : string.Equals(pattern, name, StringComparison.Ordinal);
    }

    /// <summary>Whether one of the patterns does.</summary>
    public static bool Cover(IReadOnlyList<string> patterns, string name)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        for (var i = 0; i < patterns.Count; i++)
        {
            if (Matches(patterns[i], name)) return true;
        }

        return false;
    }

    /// <summary>The patterns for what both lists name: of two that overlap the narrower.</summary>
    public static IReadOnlyList<string> Intersect(IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return [.. one.Where(p => Cover(other, p)).Concat(other.Where(p => Cover(one, p))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
