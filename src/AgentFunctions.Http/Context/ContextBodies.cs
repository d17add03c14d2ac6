using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Sessions.Declaration;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Http.Sessions;

namespace AgentFunctions.Http.Context;

/// <summary>Reads what a context is to be assembled from.</summary>
internal static class ContextBodies
{
    /// <summary>The messages; a message is known by its place.</summary>
    /// <param name="body">Fits its schema.</param>
    /// <param name="spec">The agent's.</param>
    /// <param name="before">What the session before them is worth; null: there is none.</param>
    public static IReadOnlyList<ContextMessage> Messages(JsonElement body, AgentSpec spec, ContentLabel? before)
    {
        if (!body.TryGetProperty("messages", out var given)) return [];
        IReadOnlyList<JsonElement> messages = [.. given.EnumerateArray()];
        var labels = MessageLabels.OfAll(messages, spec, before, OwnMembers.IsQuoted);
        return [.. messages.Select((message, index) => MessageLabels.ToContext(string.Create(CultureInfo.InvariantCulture, $"messages[{index}]"), OwnMembers.Without(message, OwnMembers.Integrity), labels[index]))];
    }

    /// <summary>Values of slots: built-in ones that are not filled by the gateway, and declared ones whose schema they fit.</summary>
    public static Outcome<IReadOnlyDictionary<string, JsonElement>> Slots(JsonElement body, AgentSpec spec)
    {
        var slots = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (!body.TryGetProperty("slots", out var given)) return slots;
        foreach (var slot in given.EnumerateObject())
        {
            var declared = spec.Context?.Slots.GetValueOrDefault(slot.Name);
            if (declared is null && !SlotNames.BuiltIn.Contains(slot.Name)) return ApiErrors.InvalidRequest("slots", "slots names a slot that the agent does not declare in spec.context.slots.");
            if (declared?.Schema is { } schema && InputSchema.Compile(schema).Validate(slot.Value, $"slots.{slot.Name}", $"The value of the slot '{slot.Name}'") is { } wrong) return wrong;
            slots[slot.Name] = slot.Value;
        }

        return slots;
    }
}
