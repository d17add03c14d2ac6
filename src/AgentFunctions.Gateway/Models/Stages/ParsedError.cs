using System.Text;
using System.Text.Json;
using AgentFunctions.Gateway.Models.Requests;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>What a provider's error body says, in whichever of the usual shapes: OpenAI's envelope, a bare <c>error</c> string, <c>message</c> or <c>detail</c> at the root.</summary>
internal sealed record ParsedError
{
    private static readonly ParsedError Unreadable = new();

    /// <summary>The body is OpenAI's envelope with a message; it can go out with at most its code changed.</summary>
    public bool IsEnvelope { get; private init; }

    public bool HasStringCode { get; private init; }

    public string? Message { get; init; }

    public string? Code { get; init; }

    public string? Param { get; init; }

    public int ErrorOffset { get; private init; }

    public JsonSpan CodeValue { get; private init; }

    public static ParsedError Read(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) return Unreadable;
        try
        {
            var json = new Utf8JsonReader(body);
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject) return Unreadable;
            var root = Members(ref json, out var error);
            if (json.Read()) return Unreadable;
            return error is { Message.Length: > 0 } ? error with { IsEnvelope = true } : root;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Unreadable;
        }
    }

    /// <summary>Reads the members of the object under the reader, and those of its <c>error</c> object.</summary>
    private static ParsedError Members(ref Utf8JsonReader json, out ParsedError? error)
    {
        error = null;
        var read = new ParsedError { ErrorOffset = (int)json.TokenStartIndex };
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString();
            json.Read();
            switch (key)
            {
                case "error" when json.TokenType == JsonTokenType.StartObject:
                    error = Members(ref json, out _);
                    break;
                case "message" or "detail" or "error" when json.TokenType == JsonTokenType.String:
                    read = read with { Message = json.GetString() };
                    break;
                case "param" when json.TokenType == JsonTokenType.String:
                    read = read with { Param = json.GetString() };
                    break;
                case "code":
                    read = ReadCode(ref json, read);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return read;
    }

    private static ParsedError ReadCode(ref Utf8JsonReader json, ParsedError read)
    {
        var start = (int)json.TokenStartIndex;
        var (isString, isNumber) = (json.TokenType == JsonTokenType.String, json.TokenType == JsonTokenType.Number);
        var text = isString ? json.GetString() : isNumber ? Encoding.UTF8.GetString(json.ValueSpan) : null;
        json.Skip();
        var span = new JsonSpan(start, (int)json.BytesConsumed - start);
        return read with { Code = text is { Length: > 0 } ? text : null, HasStringCode = isString && text is { Length: > 0 }, CodeValue = span };
    }
}
