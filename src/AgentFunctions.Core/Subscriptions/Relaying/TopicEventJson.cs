using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentFunctions.Core.Subscriptions.Publishing;

namespace AgentFunctions.Core.Subscriptions.Relaying;

/// <summary>An event of a topic as others read it: as it was published, with its tenant, topic and team as extension attributes.</summary>
internal static class TopicEventJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(string tenantId, StoredPosting posting, JsonElement published)
    {
        var buffer = new ArrayBufferWriter<byte>(posting.Event.Length + 256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();

            // What its sender wrote there is where it wanted it published: ours says where it was.
            foreach (var attribute in published.EnumerateObject())
            {
                if (attribute.Name is not (CloudEventNames.Tenant or CloudEventNames.Topic or CloudEventNames.Team)) attribute.WriteTo(json);
            }

            json.WriteString(CloudEventNames.Tenant, tenantId);
            json.WriteString(CloudEventNames.Topic, posting.Topic);
            if (posting.Team is { } team) json.WriteString(CloudEventNames.Team, team);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
