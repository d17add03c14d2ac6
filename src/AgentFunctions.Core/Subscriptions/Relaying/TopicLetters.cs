using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Events;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Events.Letters;
using AgentFunctions.Core.Subscriptions.Publishing;

namespace AgentFunctions.Core.Subscriptions.Relaying;

/// <summary>Events of topics that the hub did not take. Sent again under the same id: readers know a repeat by it.</summary>
internal sealed class TopicLetters(IEventPublisher stream) : IStreamLetterSender
{
    public string Stream => StreamNames.Topics;

    public async ValueTask<ApiError?> SendAsync(StreamLetter letter, string by, CancellationToken cancellationToken)
    {
        if (!stream.Carries(StreamTopic.Topics)) return StreamLetterErrors.Still("this host has no hub of topics (AgentFunctions:EventHubs:TopicsHub).");
        if (Read(letter) is not { } read) return StreamLetterErrors.Still("this version reads no event of a topic in it.");
        try
        {
            await stream.PublishAsync(read.TenantId, StreamTopic.Topics, [read.Event], cancellationToken);
            return null;
        }
        catch (DocumentLimitException)
        {
            return StreamLetterErrors.Still("it is larger than the hub takes.");
        }
    }

    /// <summary>Its id is <c>{tenant}-{hash}</c>, where the stream's was <c>{tenant}/{hash}</c>.</summary>
    private static (string TenantId, StreamEvent Event)? Read(StreamLetter letter)
    {
        try
        {
            using var json = JsonDocument.Parse(letter.Body);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, CloudEventNames.Tenant) is not { } tenant || Text(root, CloudEventNames.Topic) is not { } topic) return null;
            if (!letter.Id.StartsWith(tenant + "-", StringComparison.Ordinal)) return null;
            return (tenant, new StreamEvent(TopicKeys.Of(tenant, topic, root), $"{tenant}/{letter.Id[(tenant.Length + 1)..]}", letter.Body));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
