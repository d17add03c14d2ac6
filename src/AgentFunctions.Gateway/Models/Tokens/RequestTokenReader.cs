using System.Buffers;
using System.Text.Json;
using AgentFunctions.Gateway.Models.Requests;

namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>Counts a request body that has been read and found valid. Every string is counted by itself, without its escapes.</summary>
internal ref struct RequestTokenReader
{
    private readonly TokenCounter _counter;
    private readonly TokenEncoding _encoding;
    private readonly ReadOnlySpan<byte> _body;
    private Utf8JsonReader _json;
    private long _text;
    private long _layout;
    private long _labels;
    private long _cuts;

    private RequestTokenReader(TokenCounter counter, TokenEncoding encoding, ReadOnlySpan<byte> body)
    {
        (_counter, _encoding) = (counter, encoding);
        _body = body;
        _json = new Utf8JsonReader(body);
    }

    /// <summary>Bodies above this are not counted: it would take longer than a second, and no model takes as much text.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    public static RequestTokens Count(TokenCounter counter, TokenEncoding encoding, ReadOnlySpan<byte> body)
    {
        var reader = new RequestTokenReader(counter, encoding, body);
        reader.ReadRoot();
        return new RequestTokens(reader._text, reader._layout, reader._labels, reader._cuts);
    }

    private void ReadRoot()
    {
        if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject) return;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var member = RequestMembers.Of(in _json);
            _json.Read();
            switch (member)
            {
                case RequestMember.Content:
                    ReadContent();
                    break;
                case RequestMember.Layout:
                    _layout += CountRaw();
                    break;
                case RequestMember.Unused:
                    _json.Skip();
                    break;
                default:
                    _labels += CountRaw();
                    break;
            }
        }
    }

    /// <summary>Messages, input, instructions: every string at any depth, whatever the parts are called.</summary>
    private void ReadContent()
    {
        var depth = _json.CurrentDepth;
        if (_json.TokenType == JsonTokenType.String) _text += CountString();
        if (_json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject)) return;
        var part = ContentPart.Text;
        while (_json.Read() && _json.CurrentDepth > depth)
        {
            if (_json.TokenType == JsonTokenType.PropertyName) part = ReadName();
            else if (_json.TokenType == JsonTokenType.String) ReadString(part);
            else if (_json.TokenType == JsonTokenType.Number) ReadNumber(part);
            else if (part == ContentPart.Literal && _json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) _layout += CountRaw();
        }
    }

    private ContentPart ReadName()
    {
        var part = ContentParts.Of(in _json);
        if (part is ContentPart.Unknown or ContentPart.Literal) _labels += _json.ValueSpan.Length;
        if (part != ContentPart.Layout) return part;
        _json.Read();
        _layout += CountRaw();
        return ContentPart.Text;
    }

    private void ReadString(ContentPart part)
    {
        switch (part)
        {
            case ContentPart.Url when ContentKeys.IsInlineImage(_json.ValueSpan):
                break;
            case ContentPart.Opaque:
                _labels += _json.ValueSpan.Length;
                break;
            case ContentPart.Label or ContentPart.Url:
                _labels += CountString();
                break;
            default:
                _text += CountString();
                break;
        }
    }

    /// <summary>In a list of embeddings' input a number is a token already; elsewhere it is written out.</summary>
    private void ReadNumber(ContentPart part)
    {
        if (part == ContentPart.Text) _text++;
        else _labels += _json.ValueSpan.Length;
    }

    private long CountString()
    {
        if (!_json.ValueIsEscaped) return Add(_json.ValueSpan);
        var unescaped = ArrayPool<byte>.Shared.Rent(_json.ValueSpan.Length + 3);
        try
        {
            var half = '\0';
            var length = JsonUnescape.Write(_json.ValueSpan, unescaped, ref half);
            length += JsonUnescape.EndHalf(unescaped.AsSpan(length), ref half);
            return Add(unescaped.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(unescaped);
        }
    }

    private long CountRaw()
    {
        if (_json.TokenType == JsonTokenType.String) return CountString();
        var start = (int)_json.TokenStartIndex;
        _json.Skip();
        return Add(_body[start..(int)_json.BytesConsumed]);
    }

    private long Add(ReadOnlySpan<byte> utf8)
    {
        var count = _counter.Count(_encoding, utf8, out var cuts);
        _cuts += cuts;
        return count;
    }
}
