using System.Text.Json;

namespace AgentFunctions.Core.Notifications;

/// <summary>The events of the control plane, worded once.</summary>
public static class NotificationEvents
{
    /// <summary>An event of any type.</summary>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="severity">How urgent.</param>
    /// <param name="tenantId">Where.</param>
    /// <param name="team">The team it concerns, or null.</param>
    /// <param name="subject">What it is about, <c>keys/k-1</c>.</param>
    /// <param name="summary">One line for people.</param>
    /// <param name="at">When.</param>
    /// <param name="data">Ids and states for programs; nulls are left out. No secrets.</param>
    public static NotificationEvent Create(
        string type, NotificationSeverity severity, string tenantId, string? team, string subject, string summary, DateTimeOffset at, params ReadOnlySpan<(string Name, string? Value)> data) => new()
    {
        Id = EventIds.New(at),
        Type = type,
        Severity = severity,
        TenantId = tenantId,
        Team = team,
        Subject = subject,
        Summary = summary,
        Data = ToData(data),
        OccurredAt = at,
    };

    public static NotificationEvent KeyIssued(string tenantId, string? team, string keyId, string holder, string by, DateTimeOffset at) => Create(
        EventTypes.KeyIssued, NotificationSeverity.Info, tenantId, team, $"keys/{keyId}", $"Key {keyId} was issued for {holder} by {by}.", at, ("key", keyId), ("holder", holder), ("by", by));

    /// <param name="tenantId">Where.</param>
    /// <param name="team">The team of the key's agent, or null.</param>
    /// <param name="keyId">Which key.</param>
    /// <param name="by">Who, <c>operator/ops</c>.</param>
    /// <param name="until">End of the overlap in which the old secret still works.</param>
    /// <param name="at">When.</param>
    public static NotificationEvent KeyRotated(string tenantId, string? team, string keyId, string by, DateTimeOffset until, DateTimeOffset at) => Create(
        EventTypes.KeyRotated, NotificationSeverity.Info, tenantId, team, $"keys/{keyId}", $"Key {keyId} was rotated by {by}; its earlier secret works until {until.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC.", at,
        ("key", keyId), ("by", by), ("earlierSecretUntil", Text(until)));

    public static NotificationEvent KeyRevoked(string tenantId, string? team, string keyId, string by, DateTimeOffset at) => Create(
        EventTypes.KeyRevoked, NotificationSeverity.Warning, tenantId, team, $"keys/{keyId}", $"Key {keyId} was revoked by {by}.", at, ("key", keyId), ("by", by));

    /// <summary>A warning when something is throttled or suspended, critical when it is killed, information when it is active again.</summary>
    /// <param name="tenantId">Where.</param>
    /// <param name="team">The team it belongs to, or null.</param>
    /// <param name="subject">What changed, <c>agents/demo</c>.</param>
    /// <param name="from">State before.</param>
    /// <param name="to">State now.</param>
    /// <param name="reason">As the operator gave it, or null.</param>
    /// <param name="until">When it ends by itself, or null.</param>
    /// <param name="by">Who.</param>
    /// <param name="at">When.</param>
    public static NotificationEvent StateChanged(
        string tenantId, string? team, string subject, string from, string to, string? reason, DateTimeOffset? until, string by, DateTimeOffset at) => Create(
        EventTypes.StateChanged,
        to switch { "killed" => NotificationSeverity.Critical, "active" => NotificationSeverity.Info, _ => NotificationSeverity.Warning },
        tenantId, team, subject, $"{subject} is now {to} (was {from}), by {by}{(string.IsNullOrWhiteSpace(reason) ? "" : ": " + reason)}", at,
        ("from", from), ("to", to), ("reason", reason), ("until", until is { } end ? Text(end) : null), ("by", by));

    private static string Text(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static JsonElement ToData(ReadOnlySpan<(string Name, string? Value)> data)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in data)
            {
                if (value is not null) json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
