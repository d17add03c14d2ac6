using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Json;

/// <summary>A scalar of the filter language, ready to be compared with values in bodies: typed, numbers by value, strings by their UTF-8 bytes.</summary>
internal sealed class JsonOperand
{
    private readonly JsonTokenType _type;
    private readonly double _number;
    private readonly byte[] _text = [];

    public JsonOperand(DocumentValue value)
    {
        switch (value.Value)
        {
            case bool flag:
                _type = flag ? JsonTokenType.True : JsonTokenType.False;
                break;
            case long integer:
                _type = JsonTokenType.Number;
                _number = integer;
                break;
            case string text:
                _type = JsonTokenType.String;
                _text = Encoding.UTF8.GetBytes(text);
                break;
            default:
                _type = JsonTokenType.Null;
                break;
        }
    }

    public bool IsEqual(ReadOnlySpan<byte> body, JsonLocation value)
    {
        if (value.Type != _type)
            return false;
        return _type switch
        {
            JsonTokenType.Number => JsonNumber.ToDouble(value.In(body)) == _number,
            JsonTokenType.String => JsonText.Utf8(value.In(body)).SequenceEqual(_text),
            _ => true,
        };
    }

    /// <summary>The sign of (value in the body - this); false where the two have no order.</summary>
    public bool TryOrder(ReadOnlySpan<byte> body, JsonLocation value, out int order)
    {
        order = 0;
        if (value.Type != _type)
            return false;
        switch (_type)
        {
            case JsonTokenType.Number:
                order = JsonNumber.ToDouble(value.In(body)).CompareTo(_number);
                return true;
            case JsonTokenType.String:
                order = JsonText.Utf8(value.In(body)).SequenceCompareTo(_text);
                return true;
            default:
                return false;
        }
    }
}
