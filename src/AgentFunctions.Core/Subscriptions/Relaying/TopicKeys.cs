using System.Text.Json;
using AgentFunctions.Core.Events;

namespace AgentFunctions.Core.Subscriptions.Relaying;

/// <summary>What events of topics are kept in order by.</summary>
internal static class TopicKeys
{
    /// <summary>One key for a topic and the event's <c>subject</c>.</summary>
    public static string Of(string tenantId, string topic, JsonElement published)
    {
        var subject = published.TryGetProperty("subject", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
        return StreamKeys.Of(tenantId, $"{topic}\n{subject}");
    }
}
