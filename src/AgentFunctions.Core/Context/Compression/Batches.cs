using AgentFunctions.Core.Context.Assembly;

namespace AgentFunctions.Core.Context.Compression;

/// <summary>Condenses old results: not each as it gets old, which would change the prefix with every turn, but many at once, when they have come to cost enough.</summary>
internal static class Batches
{
    public static void Apply(IReadOnlyList<ContextUnit> units, ItemRenderer renderer, CompressionOptions options)
    {
        var results = units.Where(static unit => !unit.LeftOut).SelectMany(static unit => unit.Items).Where(static item => item is { IsResult: true, Pinned: false, Text: not null }).ToList();
        Close(results, options);
        foreach (var item in units.Where(static unit => !unit.LeftOut).SelectMany(static unit => unit.Items)) Show(item, renderer, options);
    }

    /// <summary>Writes what stands for one message; a result too large for its age is condensed.</summary>
    public static void Show(ContextItem item, ItemRenderer renderer, CompressionOptions options)
    {
        renderer.Render(item);
        if (options.Condense && item is { IsResult: true, Pinned: false, Form: ContextForm.Whole } && item.Tokens > options.LargeResultTokens) renderer.Render(item, ContextForm.Condensed);
    }

    /// <summary>Condenses the old ones of these results if they are enough together; says whether they are.</summary>
    public static bool Close(IEnumerable<ContextItem> results, CompressionOptions options)
    {
        if (!options.Condense) return false;
        var old = results.Where(item => IsOld(item, options)).ToList();
        if (old.Sum(static item => item.TextTokens) < options.BatchTokens) return false;
        old.ForEach(item => Reduce(item, options));
        return old.Count > 0;
    }

    private static bool IsOld(ContextItem item, CompressionOptions options) =>
        item is { Form: ContextForm.Whole, SameAs: null } && item.Age >= options.RecentRounds && item.TextTokens >= options.CondenseTokens;

    private static void Reduce(ContextItem item, CompressionOptions options) => item.Form = item.Superseded && options.Clear ? ContextForm.Cleared : ContextForm.Condensed;
}
