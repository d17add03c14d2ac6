using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Sessions.Declaration;

namespace AgentFunctions.Core.Sessions.Contexts;

/// <summary>What an agent declares of its context, as the assembly takes it.</summary>
public static class ContextSettings
{
    /// <summary>Whether what a model is shown is made smaller without being asked for.</summary>
    public static bool Compresses(AgentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Context?.Compression is { Enabled: true };
    }

    /// <summary>The layers that the agent lets be applied, all where it names none, and the numbers they go by.</summary>
    /// <param name="spec">The agent's.</param>
    /// <param name="call">What a call says instead; null: nothing.</param>
    /// <param name="compresses">Results are made smaller; false: only what does not fit is left out.</param>
    public static CompressionOptions Options(AgentSpec spec, CompressionTuning? call, bool compresses)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var declared = spec.Context?.Compression;
        var options = compresses ? Layers(declared?.Layers) : CompressionOptions.None;
        if (declared is not null) options = declared.Apply(options);
        return call?.Apply(options) ?? options;
    }

    private static CompressionOptions Layers(IReadOnlyList<string>? layers) => layers is null
        ? CompressionOptions.Default
        : CompressionOptions.Default with
        {
            Duplicates = layers.Contains("duplicates"),
            Json = layers.Contains("json"),
            Logs = layers.Contains("logs"),
            Pages = layers.Contains("pages"),
            Condense = layers.Contains("condense"),
            Clear = layers.Contains("clear"),
            Summaries = layers.Contains("summaries"),
        };

    /// <summary>The declared slots: what is pinned stands before the conversation, what is not right before the latest message, where it may change.</summary>
    /// <param name="spec">The agent's.</param>
    /// <param name="budgets">Token budgets of a call, instead of the declared ones.</param>
    public static IReadOnlyList<ContextSlot> Slots(AgentSpec spec, IReadOnlyDictionary<string, int> budgets)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(budgets);
        List<ContextSlot> slots = [];
        var declared = spec.Context?.Slots ?? new Dictionary<string, SlotSpec>();
        foreach (var name in declared.Keys.Union(budgets.Keys).Order(StringComparer.Ordinal))
        {
            var slot = declared.GetValueOrDefault(name) ?? new SlotSpec();
            var standard = ContextSlot.Standard.FirstOrDefault(known => known.Name == name);
            var found = standard ?? new ContextSlot(name, slot.Pinned ? SlotPlacement.Leading : SlotPlacement.Current);
            slots.Add(found with { BudgetTokens = budgets.TryGetValue(name, out var budget) ? budget : slot.BudgetTokens, Pinned = found.Pinned || slot.Pinned });
        }

        return slots;
    }

    /// <summary>The tool by which a model of the agent brings content back: <c>context.expand</c>, where it declares it or what it is shown is made smaller; null: it has none.</summary>
    public static string? ExpandTool(AgentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Compresses(spec) || ModelPatterns.Cover(spec.Tools, ContextExpandTool.ToolName) ? ContextExpandTool.ToolName : null;
    }
}
