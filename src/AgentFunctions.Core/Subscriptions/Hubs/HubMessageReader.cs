using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Subscriptions.Publishing;

namespace AgentFunctions.Core.Subscriptions.Hubs;

/// <summary>The events of a message, by its mode. Source: CloudEvents 1.0.2, AMQP protocol binding (prefixes <c>cloudEvents:</c> and <c>cloudEvents_</c>) and Kafka protocol binding (<c>ce_</c>).</summary>
internal static class HubMessageReader
{
    private const string Media = "application/cloudevents";
    private const string ContentTypeName = "datacontenttype";
    private static readonly string[] Prefixes = ["cloudEvents:", "cloudEvents_", "ce_"];
    private static readonly string[] ContentTypes = ["content-type", "contentType"];

    public static Outcome<HubEvents> Read(HubMessage message)
    {
        var contentType = message.ContentType is { Length: > 0 } own ? own : HubProperties.Find(message, ContentTypes);
        var media = (contentType ?? "").Split(';')[0].Trim();
        if (media.Equals(Media + "-batch+json", StringComparison.OrdinalIgnoreCase))
        {
            if (message.Body.Length > CloudEventReader.MaxBatchBytes) return ApiErrors.RequestTooLarge(CloudEventReader.MaxBatchBytes);
            var batch = CloudEventReader.ReadBatch(message.Body.Span);
            return batch.Value is { } many ? new HubEvents(true, many) : batch.Error!;
        }

        var isStructured = media.Equals(Media + "+json", StringComparison.OrdinalIgnoreCase);
        if (!isStructured && media.StartsWith(Media, StringComparison.OrdinalIgnoreCase)) return Unknown;
        var read = isStructured ? CloudEventReader.Read(message.Body.Span) : ReadBinary(message, contentType);
        return read.Value is { } one ? new HubEvents(false, [one]) : read.Error!;
    }

    private static Outcome<CloudEvent> ReadBinary(HubMessage message, string? contentType)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (property, value) in message.Properties)
        {
            if (Array.Find(Prefixes, prefix => property.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) is not { } found || value is null) continue;
            var name = property[found.Length..];
            if (name is "data" or "data_base64") return ApiErrors.InvalidRequest(property, $"{property} is no property of an event: the body is its data.");
            if (HubPropertyText.Of(value) is not { } text) return ApiErrors.InvalidRequest(property, $"{property} must be a text, a whole number, a truth value, a time, a URI, or bytes of UTF-8.");
            if (!attributes.TryAdd(name, text)) return ApiErrors.InvalidRequest(property, $"{name} is sent once, under one prefix.");
        }

        if (!attributes.ContainsKey("specversion")) return Unknown;

        // Clients of Kafka may say it among the attributes; where the message says it too, that counts.
        if (attributes.Remove(ContentTypeName, out var data)) contentType ??= data;
        return CloudEventReader.Read(BinaryCloudEvent.ToJson(attributes, contentType, message.Body.Span));
    }

    private static ApiError Unknown { get; } = new(
        415,
        ErrorCodes.UnsupportedMediaType,
        "Send an event with the content type application/cloudevents+json, a batch with application/cloudevents-batch+json, or the attributes as properties cloudEvents:specversion, cloudEvents:id, cloudEvents:source and cloudEvents:type (or with cloudEvents_ or ce_) with the data as body.") { ShouldRetry = false };
}
