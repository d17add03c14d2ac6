using System.Text.Json;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Memory.Extraction;

/// <summary>What may be read of a session's messages, and what facts of them look like as drafts. The gates decide what becomes of these; all are learned, so none is found before it is verified.</summary>
internal static class ExtractionDrafts
{
    private const string Operator = "operator/";

    /// <summary>
    /// A message as the extractor reads it; null: not to be read. Only what people say is read, and only of people who are known: "I" in a message without a person would be anybody, and nobody could erase it.
    /// </summary>
    public static ExtractionMessage? ToExtraction(SessionMessage message) =>
        message is { Role: "user", EndUser: { } person } && SubjectNames.IsValid(person) && TextOf(message.Message) is { Length: > 0 } text
            ? new ExtractionMessage((int)Math.Min(int.MaxValue, message.Sequence - 1), person, text, message.Label, message.At, $"messages/{message.Sequence}")
            : null;

    /// <summary>The source is the key that brought the message: whom it says it speaks for makes no independent source.</summary>
    public static MemoryDraft ToDraft(string agent, string sessionId, ExtractedFact fact, string by)
    {
        var (attribute, value) = StatementOf(fact);
        var principal = by.StartsWith(Operator, StringComparison.Ordinal) ? "principals/" + by[Operator.Length..] : MemoryAgents.PrincipalOf(agent);
        return new MemoryDraft
        {
            Kind = MemoryKind.Semantic,
            Text = fact.Text,
            Source = new MemorySource(MemorySourceKind.Extracted, principal, $"sessions/{sessionId}/{fact.Message.Reference}", null, fact.Message.Label.Integrity == Integrity.Trusted),
            Label = fact.Message.Label,
            SessionId = sessionId,
            Speaker = fact.Message.Speaker,
            Subject = fact.Subject,
            Attribute = attribute,
            Value = value,
            Tags = [MemoryRecordJson.NameOf(fact.Kind)],
            Entities = [.. fact.Entities.Where(static e => e.Length <= MemoryBounds.MaxName).Take(MemoryBounds.MaxEntities)],
            OccurredAt = fact.OccurredAt,

            // What is said later counts, whatever times are in it.
            ValidFrom = fact.Message.At,
        };
    }

    /// <summary>
    /// What takes the place of what: one home after the other, but likings, allergies and decisions stand beside each other. Whether somebody likes something is one statement, so that a later dislike takes its place.
    /// </summary>
    private static (string? Attribute, string? Value) StatementOf(ExtractedFact fact) => fact switch
    {
        { Kind: ExtractedKind.Decision } => (null, null),
        { Kind: ExtractedKind.Preference, Attribute: "likes" or "dislikes" or "prefers" } => ("liking of " + SubjectNames.Fold(fact.Value), fact.Attribute),
        { Attribute: "allergy" } => ("allergy to " + SubjectNames.Fold(fact.Value), "yes"),
        _ => (fact.Attribute, fact.Value),
    };

    private static string? TextOf(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("content", out var content)) return null;
        if (content.ValueKind == JsonValueKind.String) return content.GetString();
        if (content.ValueKind != JsonValueKind.Array) return null;
        return string.Join('\n', content.EnumerateArray().Select(static part => part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null).OfType<string>());
    }
}
