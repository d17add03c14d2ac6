using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Events;

/// <summary>What one event of a responses stream adds to the answer's text. Its members may come in any order, so it is put together first.</summary>
internal ref struct ResponsesPiece
{
    private DeliveredKind? _kind;
    private bool _isItem;
    private Utf8JsonReader _delta;
    private Utf8JsonReader _item;
    private int _outer;
    private int _inner;

    /// <summary>Stands on the <c>response</c>.</summary>
    public Utf8JsonReader Response;

    public void SetType(in Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String) return;
        _isItem = json.ValueTextEquals("response.output_item.added"u8);
        _kind = json.ValueSpan.EndsWith(".delta"u8) ? Classify(json.ValueSpan) : null;
    }

    /// <summary>Reads the member under the reader if it says something of the text.</summary>
    public bool TryRead(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("delta"u8))
        {
            json.Read();
            _delta = json;
        }
        else if (json.ValueTextEquals("item"u8))
        {
            json.Read();
            _item = json;
        }
        else if (json.ValueTextEquals("output_index"u8))
        {
            json.Read();
            _outer = JsonMember.Index(in json) ?? 0;
        }
        else if (json.ValueTextEquals("content_index"u8) || json.ValueTextEquals("summary_index"u8))
        {
            json.Read();
            _inner = JsonMember.Index(in json) ?? 0;
        }
        else
        {
            return false;
        }

        json.Skip();
        return true;
    }

    public readonly void AddTo(DeliveredText delivered)
    {
        if (_kind is { } kind)
        {
            delivered.HasToolCalls |= kind == DeliveredKind.ToolArguments;
            delivered.Append(in _delta, kind, _outer, _inner);
        }
        else if (_isItem && _item.TokenType == JsonTokenType.StartObject)
        {
            delivered.HasToolCalls |= AnswerTextReader.IsToolCall(_item);
            if (JsonMember.TryFind(_item, "name"u8, out var name)) delivered.Append(in name, DeliveredKind.ToolName, _outer);
        }
    }

    private static DeliveredKind? Classify(ReadOnlySpan<byte> type)
    {
        if (type.StartsWith("response.reasoning"u8)) return DeliveredKind.Reasoning;
        if (type.StartsWith("response.refusal"u8)) return DeliveredKind.Refusal;
        if (type.IndexOf("_call_"u8) > 0) return DeliveredKind.ToolArguments;

        // Sound in base64 says nothing of its tokens.
        return type.SequenceEqual("response.audio.delta"u8) || type.SequenceEqual("response.output_audio.delta"u8) ? null : DeliveredKind.Text;
    }
}
