using System.Text.Json;
using AgentFunctions.Cloud.Cosmos.Memory;
using AgentFunctions.Core.Documents;
using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Cosmos;

/// <summary>
/// A document as Cosmos DB keeps it: id, both levels of the partition key, the body as an object of its own, and when it expires. The service counts a time to live from the last write, a patch included; the
/// contract counts it from the last whole write. So the time in <c>exp</c> decides, and <c>ttl</c> only removes.
/// </summary>
internal static class CosmosItem
{
    /// <summary>A body lies within its item, and items within an answer.</summary>
    public static readonly JsonDocumentOptions Deep = new() { MaxDepth = 128 };

    /// <summary>Bytes of a body that a patch may still grow without being measured first.</summary>
    private const int Spare = 64 * 1024;

    public static PartitionKey KeyOf(DocumentPartition partition)
    {
        var builder = new PartitionKeyBuilder().Add(partition.TenantId);
        return (partition.Container.SecondKey is null ? builder : builder.Add(partition.Second)).Build();
    }

    public static MemoryStream Write(DocumentPartition partition, DocumentWrite write, DateTimeOffset now)
    {
        var stream = new MemoryStream(write.Body.Length + 256);
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, write.Id);
            writer.WriteString("tenantId"u8, partition.TenantId);
            if (partition.Container.SecondKey is { } second) writer.WriteString(second, partition.Second);
            if (CosmosRecord.Find(partition, write) is { } record)
            {
                CosmosRecord.Write(writer, write, record);
            }
            else
            {
                writer.WritePropertyName("body"u8);
                writer.WriteRawValue(write.Body.Span, skipInputValidation: true);
            }

            if (IsLarge(write.Body.Length)) writer.WriteBoolean("large"u8, true);
            if (write.TimeToLive is { } span)
            {
                writer.WriteNumber("ttl"u8, (int)span.TotalSeconds);
                writer.WriteNumber("exp"u8, (now + span).ToUnixTimeMilliseconds());
            }

            writer.WriteEndObject();
        }

        stream.Position = 0;
        return stream;
    }

    /// <summary>Written whole it is near the contract's limit, which is below the service's own.</summary>
    public static bool IsLarge(int bytes) => bytes > DocumentLimits.MaxDocumentBytes - Spare;

    /// <summary>The document of a write whose answer needs no body.</summary>
    public static Document Written(DocumentWrite write, string etag, DateTimeOffset now) =>
        new(write.Id, write.Body.ToArray(), etag, write.TimeToLive is { } span ? DateTimeOffset.FromUnixTimeMilliseconds((now + span).ToUnixTimeMilliseconds()) : null);

    public static Document Read(Stream content)
    {
        using var json = JsonDocument.Parse(content, Deep);
        return Read(json.RootElement);
    }

    public static Document Read(JsonElement item) => new(
        item.GetProperty("id"u8).GetString()!,
        CosmosRecord.BodyOf(item),
        item.GetProperty("_etag"u8).GetString()!,
        item.TryGetProperty("exp"u8, out var expiry) ? DateTimeOffset.FromUnixTimeMilliseconds(expiry.GetInt64()) : null);
}
