using System.Text;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Subscriptions.Publishing;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Events;

/// <summary>The events of a request, by its mode. Source: CloudEvents 1.0.2, HTTP protocol binding.</summary>
/// <param name="IsBatch">They came as a batch, and are answered as one.</param>
/// <param name="Events">At least one, unless a batch was empty.</param>
internal sealed record EventBody(bool IsBatch, IReadOnlyList<CloudEvent> Events)
{
    private const string Batch = "application/cloudevents-batch";
    private const string Structured = "application/cloudevents";
    private const string AttributePrefix = "ce-";

    private static readonly ApiError Unknown = new(
        415, ErrorCodes.UnsupportedMediaType, "Send an event as application/cloudevents+json, a batch as application/cloudevents-batch+json, or the attributes as headers ce-specversion, ce-id, ce-source and ce-type with the data as body.") { ShouldRetry = false };

    public static async ValueTask<Outcome<EventBody>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var media = (request.ContentType ?? "").Split(';')[0].Trim();
        var isBatch = media.Equals(Batch + "+json", StringComparison.OrdinalIgnoreCase);
        var isStructured = media.Equals(Structured + "+json", StringComparison.OrdinalIgnoreCase);
        if (!isBatch && !isStructured && (media.StartsWith(Structured, StringComparison.OrdinalIgnoreCase) || !request.Headers.ContainsKey("ce-specversion"))) return Unknown;
        var (bytes, error) = await RequestBody.ReadAnyAsync(request, isBatch ? CloudEventReader.MaxBatchBytes : CloudEventReader.MaxEventBytes, cancellationToken);
        if (error is not null) return error;
        if (isBatch)
        {
            var batch = CloudEventReader.ReadBatch(bytes.Span);
            return batch.Value is { } many ? new EventBody(true, many) : batch.Error!;
        }

        var read = isStructured ? CloudEventReader.Read(bytes.Span) : ReadBinary(request, bytes);
        return read.Value is { } one ? new EventBody(false, [one]) : read.Error!;
    }

    private static Outcome<CloudEvent> ReadBinary(HttpRequest request, ReadOnlyMemory<byte> bytes)
    {
        var attributes = new List<KeyValuePair<string, string>>();
        foreach (var (header, values) in request.Headers)
        {
            if (!header.StartsWith(AttributePrefix, StringComparison.OrdinalIgnoreCase)) continue;
            var name = header[AttributePrefix.Length..].ToLowerInvariant();
            if (values.Count != 1) return ApiErrors.InvalidRequest(header, $"{header} is sent once.");
            if (name is "data" or "datacontenttype" or "data_base64") return ApiErrors.InvalidRequest(header, $"{header} is no header of an event: the body is its data, and Content-Type the type of it.");
            attributes.Add(new(name, Decode(values[0]!)));
        }

        return CloudEventReader.Read(BinaryCloudEvent.ToJson(attributes, request.ContentType, bytes.Span));
    }

    /// <summary>Percent-encoded where it is not printable ASCII.</summary>
    private static string Decode(string value) => value.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(value) : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(value));
}
