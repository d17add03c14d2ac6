using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Sessions.Contexts;

namespace AgentFunctions.Core.Sessions.Messages;

/// <summary>Labels of messages by who says them.</summary>
public static class MessageLabels
{
    /// <summary>What a caller of the agent says.</summary>
    public static ContentLabel OfUser(AgentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new ContentLabel(spec.UserInput == "untrusted" ? Integrity.Untrusted : Integrity.Trusted, Confidentiality.Internal);
    }

    /// <summary>
    /// The most that a message can be worth which a caller brings: whatever role it gives it, it is the caller's word. Nobody can say of a result that a caller brings where it came from: it is untrusted.
    /// </summary>
    public static ContentLabel Of(JsonElement message, AgentSpec spec) => Role(message) == "tool" ? new ContentLabel(Integrity.Untrusted, Confidentiality.Internal) : OfUser(spec);

    /// <summary>Labels of messages in a row that a caller brings: an assistant's is no more than the least of what came before it.</summary>
    /// <param name="messages">The messages, oldest first.</param>
    /// <param name="spec">The agent's.</param>
    /// <param name="before">What stands before them is worth; null: nothing stands there.</param>
    /// <param name="isQuoted">Whether the caller says of a message that it is not to be believed; null: it says so of none.</param>
    public static IReadOnlyList<ContentLabel> OfAll(IReadOnlyList<JsonElement> messages, AgentSpec spec, ContentLabel? before = null, Func<JsonElement, bool>? isQuoted = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var seen = before ?? new ContentLabel(Integrity.Trusted, Confidentiality.Public);
        var labels = new ContentLabel[messages.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            var label = IsAnswer(messages[i]) ? Least(Of(messages[i], spec), seen) : Of(messages[i], spec);
            labels[i] = isQuoted?.Invoke(messages[i]) == true ? label with { Integrity = Integrity.Untrusted } : label;
            seen = Least(seen, labels[i]);
        }

        return labels;
    }

    /// <summary>What an assistant says, or is said to have said: it is worth no more than what it saw.</summary>
    public static bool IsAnswer(JsonElement message) => Role(message) == "assistant";

    /// <summary>What both are worth together.</summary>
    public static ContentLabel Least(ContentLabel one, ContentLabel other) => one.Least(other);

    /// <summary>A message for a context. System messages that may be believed stay whatever happens; those that may not are the user's word.</summary>
    /// <param name="reference">What it is known by.</param>
    /// <param name="message">The message.</param>
    /// <param name="label">Its label.</param>
    /// <param name="slot">The slot it names; null for none.</param>
    /// <param name="isPinned">It stays whatever happens, whoever says it.</param>
    public static ContextMessage ToContext(string reference, JsonElement message, ContentLabel label, string? slot = null, bool isPinned = false)
    {
        var isTold = Role(message) is "system" or "developer";
        var isBelieved = label.Integrity == Integrity.Trusted;
        return new ContextMessage(reference, isTold && !isBelieved ? SlotMessages.Message("user", Text(message)) : message, label) { Slot = slot, Pinned = isPinned || (isTold && isBelieved && slot is null) };
    }

    private static string? Role(JsonElement message) => message.ValueKind == JsonValueKind.Object && message.TryGetProperty("role", out var role) && role.ValueKind == JsonValueKind.String ? role.GetString() : null;

    private static string Text(JsonElement message) =>
        !message.TryGetProperty("content", out var content) ? "" : content.ValueKind == JsonValueKind.String ? content.GetString()! : content.GetRawText();
}
