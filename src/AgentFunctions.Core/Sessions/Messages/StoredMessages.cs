using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Sessions.Storage;

namespace AgentFunctions.Core.Sessions.Messages;

/// <summary>Reads stored messages.</summary>
internal static class StoredMessages
{
    /// <summary>The message; null where its content was removed meanwhile.</summary>
    public static async ValueTask<SessionMessage?> ResolveAsync(IPayloadStore payloads, OpenSession session, StoredMessage stored, CancellationToken cancellationToken) =>
        await payloads.ResolveAsync(session.TenantId, session.PayloadOwner(stored.Subject), stored.Message, cancellationToken) is { } message ? Public(stored, message) : null;

    public static StoredMessage Of(Document document) => JsonSerializer.Deserialize(document.Body.Span, SessionJson.Default.StoredMessage)!;

    /// <summary>It stays in every context: it is pinned, or a system message that may be believed.</summary>
    public static bool Stays(StoredMessage message) => message.Pinned == true || (message.Role is "system" or "developer" && message.Integrity == LabelNames.Of(Integrity.Trusted));

    private static SessionMessage Public(StoredMessage stored, JsonElement message) => new(
        stored.Sequence,
        stored.Id,
        stored.Role,
        message,
        LabelOf(stored.Integrity, stored.Confidentiality),
        stored.By,
        stored.EndUser,
        DateTimeOffset.FromUnixTimeMilliseconds(stored.At)) { IsPinned = stored.Pinned == true };

    public static long BytesOf(JsonElement json) => JsonSerializer.SerializeToUtf8Bytes(json, SessionJson.Default.JsonElement).Length;

    /// <summary>A label as it is stored; what is not known counts as the strictest.</summary>
    public static ContentLabel LabelOf(string integrity, string confidentiality) => new(
        LabelNames.FindIntegrity(integrity) ?? Integrity.Untrusted, LabelNames.FindConfidentiality(confidentiality) ?? Confidentiality.Restricted);
}
