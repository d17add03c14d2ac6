using System.Buffers.Text;
using System.Text.Json;
using AgentFunctions.Core.Usage.Reading;

namespace AgentFunctions.Http.Usage;

/// <summary>Where a list of usage goes on: after a row, by its time and values, so that usage that comes in between moves nothing.</summary>
internal sealed class UsageCursor : IComparable<UsageRow>
{
    private const int MaxLength = 16 * 1024;
    private readonly string?[] _row;

    private UsageCursor(string?[] row) => _row = row;

    public static string Write(UsageRow row)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            json.WriteStringValue(Time(row));
            foreach (var value in row.Values) json.WriteStringValue(value);
            json.WriteEndArray();
        }

        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }

    public static UsageCursor? Read(string cursor)
    {
        if (cursor.Length > MaxLength || !Base64Url.IsValid(cursor)) return null;
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(cursor));
            return json.RootElement.ValueKind == JsonValueKind.Array && json.RootElement.GetArrayLength() > 0 ? new UsageCursor([.. json.RootElement.EnumerateArray().Select(static e => e.GetString())]) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Below zero where the row comes after it.</summary>
    public int CompareTo(UsageRow? other)
    {
        if (other is null) return 1;
        var order = string.CompareOrdinal(_row[0], Time(other));
        for (var i = 0; order == 0 && i < other.Values.Count && i + 1 < _row.Length; i++) order = string.CompareOrdinal(_row[i + 1], other.Values[i]);
        return order;
    }

    private static string Time(UsageRow row) => row.At.ToUnixTimeSeconds().ToString("D12", System.Globalization.CultureInfo.InvariantCulture);
}
