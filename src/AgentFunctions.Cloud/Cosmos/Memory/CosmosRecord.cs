using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search.Words;

namespace AgentFunctions.Cloud.Cosmos.Memory;

/// <summary>
/// A record of memory as its item: what the indexes are over lies beside the body, written with it and gone with it. The numbers of a vector lie there only, so that a search does not carry them; whoever reads the document
/// gets them back in the body.
/// </summary>
internal static class CosmosRecord
{
    private static readonly HashSet<string> Indexed = new(StringComparer.Ordinal) { "text", "speaker", "subject", "attribute", "tags", "entities", "occurredAt", MemoryRecordJson.Vector };

    /// <summary>null: the document is no record.</summary>
    public static MemoryRecord? Find(DocumentPartition partition, DocumentWrite write)
    {
        if (!IsRecord(partition, write.Id)) return null;
        try
        {
            return MemoryRecordJson.Read(write.Body.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The properties of the item from <c>body</c> on.</summary>
    public static void Write(Utf8JsonWriter writer, DocumentWrite write, MemoryRecord record)
    {
        writer.WritePropertyName("body"u8);
        if (record.Vector?.Values is null) writer.WriteRawValue(write.Body.Span, skipInputValidation: true);
        else WithoutValues(write.Body.Span).WriteTo(writer);
        writer.WriteString(CosmosMemoryPolicy.Text, string.Join(' ', RecordKeys.Of(record)));
        writer.WriteNumber(CosmosMemoryPolicy.At, record.OccurredAt.ToUnixTimeMilliseconds());
        if (record.Vector?.Values is not { } values) return;
        writer.WriteStartArray(CosmosMemoryPolicy.Embedding);
        foreach (var value in values) writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }

    /// <summary>The body that was written.</summary>
    public static byte[] BodyOf(JsonElement item)
    {
        var body = item.GetProperty("body"u8);
        if (!item.TryGetProperty(CosmosMemoryPolicy.Embedding, out var values)) return Encoding.UTF8.GetBytes(body.GetRawText());
        var whole = JsonObject.Create(body)!;
        whole[MemoryRecordJson.Vector]![MemoryRecordJson.VectorValues] = JsonArray.Create(values);
        return Encoding.UTF8.GetBytes(whole.ToJsonString());
    }

    /// <summary>A patch cannot change what lies beside the body.</summary>
    public static void CheckPatch(DocumentPartition partition, string id, IReadOnlyList<PatchOperation> operations)
    {
        if (!IsRecord(partition, id)) return;
        foreach (var operation in operations)
        {
            if (Indexed.Contains(DocumentPath.Split(operation.Path)[0]))
                throw new DocumentLimitException($"A patch cannot change '{operation.Path}' of a memory record, which its index is made of; replace the record.");
        }
    }

    private static bool IsRecord(DocumentPartition partition, string id) => partition.Container == DocumentContainer.Memory && id.StartsWith(MemoryRecordJson.IdPrefix, StringComparison.Ordinal);

    private static JsonObject WithoutValues(ReadOnlySpan<byte> body)
    {
        var whole = JsonNode.Parse(body)!.AsObject();
        whole[MemoryRecordJson.Vector]!.AsObject().Remove(MemoryRecordJson.VectorValues);
        return whole;
    }
}
