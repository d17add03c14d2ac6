using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Sessions.Contexts;
using AgentFunctions.Core.Sessions.Declaration;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Http.Resources;
using AgentFunctions.Http.Sessions;

namespace AgentFunctions.Http.Context;

/// <summary>Reads what a context is to be assembled from.</summary>
internal static class ContextBodies
{
    private const string SlotName = "slot";
    private const string PinnedName = "pinned";

    /// <summary>The messages; a message is known by its place. <c>slot</c>, <c>pinned</c> and <c>integrity</c> are said to the assembly and are no part of them.</summary>
    /// <param name="body">Fits its schema.</param>
    /// <param name="spec">The agent's.</param>
    /// <param name="before">What the session before them is worth; null: there is none.</param>
    public static Outcome<IReadOnlyList<ContextMessage>> Messages(JsonElement body, AgentSpec spec, ContentLabel? before)
    {
        List<ContextMessage> messages = [];
        if (!body.TryGetProperty("messages", out var given)) return messages;
        IReadOnlyList<JsonElement> all = [.. given.EnumerateArray()];
        var labels = MessageLabels.OfAll(all, spec, before, OwnMembers.IsQuoted);
        foreach (var (index, message) in all.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"messages[{index}]");
            var slot = JsonText.Of(message, SlotName);
            if (slot is not null && !IsThere(slot, spec)) return NoSlot($"{path}.{SlotName}", slot, spec);
            messages.Add(MessageLabels.ToContext(path, OwnMembers.Without(message, SlotName, PinnedName, OwnMembers.Integrity), labels[index], slot, OwnMembers.IsTrue(message, PinnedName)));
        }

        return messages;
    }

    /// <summary>Token budgets by slot.</summary>
    public static Outcome<IReadOnlyDictionary<string, int>> Budgets(JsonElement body, AgentSpec spec)
    {
        var budgets = new Dictionary<string, int>(StringComparer.Ordinal);
        if (!body.TryGetProperty("slotBudgets", out var given)) return budgets;
        foreach (var slot in given.EnumerateObject())
        {
            if (!IsThere(slot.Name, spec)) return NoSlot($"slotBudgets.{slot.Name}", slot.Name, spec);
            budgets[slot.Name] = slot.Value.GetInt32();
        }

        return budgets;
    }

    /// <summary>The numbers that the layers go by, where the call says any.</summary>
    public static Outcome<CompressionTuning> Options(JsonElement body, AgentSpec spec)
    {
        if (!body.TryGetProperty("options", out var given) || given.ValueKind != JsonValueKind.Object) return new CompressionTuning();
        var options = CompressionTuning.Read(given);
        return options.Contradiction(ContextSettings.Options(spec, null, compresses: true)) is var (field, problem) ? ApiErrors.InvalidRequest($"options.{field}", $"options.{field} {problem}.") : options;
    }

    /// <summary>Values of slots: built-in ones that are not filled by the gateway, and declared ones whose schema they fit.</summary>
    public static Outcome<IReadOnlyDictionary<string, JsonElement>> Slots(JsonElement body, AgentSpec spec)
    {
        var slots = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (!body.TryGetProperty("slots", out var given)) return slots;
        foreach (var slot in given.EnumerateObject())
        {
            if (!IsThere(slot.Name, spec)) return NoSlot("slots", slot.Name, spec);

            // Shown as nothing, also where the session holds a value.
            if (slot.Value.ValueKind != JsonValueKind.Null && spec.Context?.Slots.GetValueOrDefault(slot.Name)?.Schema is { } schema && InputSchema.Compile(schema).Validate(slot.Value, $"slots.{slot.Name}", $"The value of the slot '{slot.Name}'") is { } wrong) return wrong;
            slots[slot.Name] = slot.Value;
        }

        return slots;
    }

    private static bool IsThere(string slot, AgentSpec spec) => SlotNames.BuiltIn.Contains(slot) || spec.Context?.Slots.ContainsKey(slot) == true;

    private static ApiError NoSlot(string field, string slot, AgentSpec spec) => ApiErrors.InvalidRequest(
        field, $"{field}: the agent declares no slot '{(slot.Length > 64 ? slot[..64] + "..." : slot)}' in spec.context.slots; there are {string.Join(", ", SlotNames.BuiltIn.Concat(spec.Context?.Slots.Keys ?? []).Distinct())}.");
}
