using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;
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

    /// <summary>The layers that the agent lets be applied; all where it names none.</summary>
    public static CompressionOptions Options(AgentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Context?.Compression?.Layers is not { } layers) return CompressionOptions.Default;
        return CompressionOptions.Default with
        {
            Duplicates = layers.Contains("duplicates"),
            Json = layers.Contains("json"),
            Logs = layers.Contains("logs"),
            Pages = layers.Contains("pages"),
            Condense = layers.Contains("condense"),
            Clear = layers.Contains("clear"),
            Summaries = layers.Contains("summaries"),
        };
    }

    /// <summary>The declared slots: what is pinned stands before the conversation, what is not right before the latest message, where it may change.</summary>
    public static IReadOnlyList<ContextSlot> Slots(AgentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        List<ContextSlot> slots = [];
        foreach (var (name, slot) in (spec.Context?.Slots ?? new Dictionary<string, SlotSpec>()).OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            var standard = ContextSlot.Standard.FirstOrDefault(known => known.Name == name);
            var found = standard ?? new ContextSlot(name, slot.Pinned ? SlotPlacement.Leading : SlotPlacement.Current);
            slots.Add(found with { BudgetTokens = slot.BudgetTokens, Pinned = found.Pinned || slot.Pinned });
        }

        return slots;
    }
}
