using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Storage;

namespace AgentFunctions.Core.Sessions.Slots;

/// <summary>Reads stored slots.</summary>
internal static class SlotReader
{
    /// <summary>Never the same for two values, also of sessions of the same name.</summary>
    public static string ETagOf(string epoch, long version) => string.Create(CultureInfo.InvariantCulture, $"{epoch}-{version}");

    public static StoredSlot Stored(Document document) => JsonSerializer.Deserialize(document.Body.Span, SessionJson.Default.StoredSlot)!;

    /// <summary>The value; null where its content was removed meanwhile.</summary>
    public static ValueTask<SlotValue?> ReadAsync(IPayloadStore payloads, OpenSession session, Document document, CancellationToken cancellationToken) => ResolveAsync(payloads, session, Stored(document), cancellationToken);

    /// <summary>The value; null where its content was removed meanwhile.</summary>
    public static async ValueTask<SlotValue?> ResolveAsync(IPayloadStore payloads, OpenSession session, StoredSlot stored, CancellationToken cancellationToken) =>
        await payloads.ResolveAsync(session.TenantId, session.PayloadOwner(stored.Subject), stored.Value, cancellationToken) is { } value ? Of(stored, session.Epoch, value) : null;

    public static SlotValue Of(StoredSlot stored, string epoch, JsonElement value) => new(
        stored.Name,
        stored.Version,
        ETagOf(epoch, stored.Version),
        value,
        StoredMessages.LabelOf(stored.Integrity, stored.Confidentiality),
        stored.By,
        stored.EndUser,
        DateTimeOffset.FromUnixTimeMilliseconds(stored.At));
}
