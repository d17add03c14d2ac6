using System.Text.Json;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Subscriptions.Declaration;
using AgentFunctions.Core.Subscriptions.Publishing;

namespace AgentFunctions.Core.Subscriptions.Scheduling;

/// <summary>The event of a time of a schedule: one for each time, whoever publishes it how often.</summary>
internal static class ScheduleEvents
{
    public static EventDraft Of(Resource<SubscriptionSpec> subscription, DateTimeOffset time)
    {
        var at = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("specversion"u8, "1.0");
            json.WriteString("id"u8, at);
            json.WriteString("source"u8, "/subscriptions/" + subscription.Id);
            json.WriteString("type"u8, "agentfunctions.schedule.due");
            json.WriteString("subject"u8, subscription.Id);
            json.WriteString("time"u8, at);
            json.WriteStartObject("data"u8);
            json.WriteString("scheduledAt"u8, at);
            json.WriteString("timeZone"u8, subscription.Spec.Schedule!.TimeZone);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        var read = CloudEventReader.Read(buffer.ToArray());
        return new EventDraft
        {
            Topic = subscription.Spec.Topic ?? EventTopics.Schedules,
            Event = read.Value ?? throw new InvalidOperationException("The event of a schedule is not valid."),
            Team = subscription.Spec.Team,
            By = "subscriptions/" + subscription.Id,
            Origin = subscription.Id,
        };
    }
}
