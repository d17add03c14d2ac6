using System.Buffers;
using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Notifications;

namespace AgentFunctions.Core.Anomalies;

/// <summary>The event of an anomaly, worded once.</summary>
internal static class AnomalyEvents
{
    public static NotificationEvent Of(Anomaly anomaly, DateTimeOffset now) =>
        NotificationEvents.Create(
            EventTypes.UsageAnomaly, anomaly.IsCritical ? NotificationSeverity.Critical : NotificationSeverity.Warning, anomaly.TenantId, anomaly.Team, anomaly.Spender.ToString(), Summary(anomaly), now) with
        {
            Data = Data(anomaly),
        };

    private static string Summary(Anomaly anomaly)
    {
        var usual = anomaly.Spender.Run is null ? $"at most {anomaly.Usual} USD" : $"at most {anomaly.Usual} USD for a whole run of agents/{anomaly.Spender.Agent}";
        return string.Create(CultureInfo.InvariantCulture, $"{anomaly.Spender} spent {anomaly.Observed} USD in the five minutes from {anomaly.WindowStart:yyyy-MM-dd HH:mm} UTC, {anomaly.Factor} times what is usual: {usual}.");
    }

    private static JsonElement Data(Anomaly anomaly)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("agent"u8, anomaly.Spender.Agent);
            json.WriteString("run"u8, anomaly.Spender.Run);
            json.WriteString("observed"u8, anomaly.Observed.ToString());
            json.WriteString("expected"u8, anomaly.Usual.ToString());
            json.WriteNumber("factor"u8, anomaly.Factor);
            json.WriteString("window"u8, anomaly.WindowStart.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z/PT5M'", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
