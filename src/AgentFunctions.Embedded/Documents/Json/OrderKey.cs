using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Json;

/// <summary>Where a document stands in an ordered query: integers before strings, strings by their UTF-8 bytes, ties by id.</summary>
internal readonly record struct OrderKey(long? Integer, byte[]? Text, string Id) : IComparable<OrderKey>
{
    /// <summary>False where the property is missing or neither integer nor string.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, JsonPath path, string id, out OrderKey key)
    {
        key = default;
        if (JsonBody.Find(body, path, out var at) != JsonLookup.Found)
            return false;
        switch (at.Type)
        {
            case JsonTokenType.Number when JsonNumber.TryGetInteger(at.In(body), out var integer):
                key = new OrderKey(integer, null, id);
                return true;
            case JsonTokenType.String:
                key = new OrderKey(null, JsonText.Utf8(at.In(body)).ToArray(), id);
                return true;
            default:
                return false;
        }
    }

    public static OrderKey From(DocumentContinuation continuation) =>
        new(continuation.OrderValue.Value as long?, continuation.OrderValue.Value is string text ? Encoding.UTF8.GetBytes(text) : null, continuation.Id);

    public DocumentContinuation ToContinuation() =>
        new(Integer is { } integer ? integer : Text is null ? DocumentValue.Null : Encoding.UTF8.GetString(Text), Id);

    public int CompareTo(OrderKey other)
    {
        var order = (Text is null).CompareTo(other.Text is null) * -1;
        if (order == 0)
            order = Text is null ? Nullable.Compare(Integer, other.Integer) : Text.AsSpan().SequenceCompareTo(other.Text);
        return order != 0 ? order : string.CompareOrdinal(Id, other.Id);
    }
}
