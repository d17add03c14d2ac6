using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Notifications;

/// <summary>How urgent an event is, in ascending order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NotificationSeverity>))]
public enum NotificationSeverity
{
    /// <summary>Worth knowing: a key was issued or rotated.</summary>
    [JsonStringEnumMemberName("info")]
    Info,

    /// <summary>Needs somebody soon: a key expires in a few days.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Needs somebody now: calls are being refused.</summary>
    [JsonStringEnumMemberName("critical")]
    Critical,
}
