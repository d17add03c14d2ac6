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

    /// <summary>A message that a caller brings; null for what an assistant said, which is worth what it saw. Nobody can say of a result that a caller brings where it came from: it is untrusted.</summary>
    public static ContentLabel? Of(JsonElement message, AgentSpec spec) => Role(message) switch
    {
        "assistant" => null,
        "tool" => new ContentLabel(Integrity.Untrusted, Confidentiality.Internal),
        _ => OfUser(spec),
    };

    /// <summary>Labels of messages in a row: an assistant's is the least of what came before it.</summary>
    public static IReadOnlyList<ContentLabel> OfAll(IReadOnlyList<JsonElement> messages, AgentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var seen = new ContentLabel(Integrity.Trusted, Confidentiality.Public);
        var labels = new ContentLabel[messages.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = Of(messages[i], spec) ?? seen;
            seen = Least(seen, labels[i]);
        }

        return labels;
    }

    /// <summary>What both are worth together.</summary>
    public static ContentLabel Least(ContentLabel one, ContentLabel other) => new(
        (Integrity)Math.Min((int)one.Integrity, (int)other.Integrity), (Confidentiality)Math.Max((int)one.Confidentiality, (int)other.Confidentiality));

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
