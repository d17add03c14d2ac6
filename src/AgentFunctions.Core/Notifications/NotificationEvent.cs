using System.Text.Json;

namespace AgentFunctions.Core.Notifications;

/// <summary>
/// Something that happened in a tenant and that people may want to hear of. It is written in the same batch as the change that caused it and goes to every notification that asks for it.
/// It never holds a secret or a key: only ids.
/// </summary>
public sealed record NotificationEvent
{
    /// <summary>Stable and unique, <c>evt_...</c> (see <see cref="EventIds"/>); receivers recognise repeats by it.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="EventTypes"/>, <c>key.expiring</c>.</summary>
    public required string Type { get; init; }

    public NotificationSeverity Severity { get; init; }

    public required string TenantId { get; init; }

    /// <summary>The team it concerns; null for the tenant as a whole.</summary>
    public string? Team { get; init; }

    /// <summary>What it is about, <c>keys/k-1</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>One line for people.</summary>
    public required string Summary { get; init; }

    /// <summary>A small object for programs, at most 8 KiB.</summary>
    public JsonElement? Data { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Events of one key reach a notification once an hour; null for no such limit.</summary>
    public string? DedupeKey { get; init; }
}
