using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Gateway.Models.Requests;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>
/// A provider's error in OpenAI's envelope with a string <c>error.code</c>. One that already has it goes out byte for byte; a code that is missing or a number is written into place; anything else
/// is put into a new envelope. A credential that the provider echoed is taken out.
/// </summary>
/// <param name="Body">What the caller gets.</param>
/// <param name="NamesModelOrId">The error is about a model or an id in the request.</param>
internal sealed record ErrorEnvelope(byte[] Body, bool NamesModelOrId)
{
    private const int MaxMessage = 2000;

    public static ErrorEnvelope Normalise(ReadOnlySpan<byte> body, int status, Secret? credential)
    {
        var parsed = ParsedError.Read(body);
        var echo = new CredentialEcho(credential);
        var names = parsed.Code == ErrorCodes.ModelNotFound || parsed.Param is "model" or "id"
            || (parsed.Message?.Contains("model", StringComparison.OrdinalIgnoreCase) ?? false)
            || (parsed.Message?.Contains("with id", StringComparison.OrdinalIgnoreCase) ?? false);

        // Before anything is cut to length: half a credential is not found any more.
        var bytes = parsed.IsEnvelope ? Splice(body, parsed, status) : Build(parsed with { Message = echo.Remove(parsed.Message) }, status);
        return new ErrorEnvelope(Scrub(bytes, parsed, status, echo), names);
    }

    private static byte[] Splice(ReadOnlySpan<byte> body, ParsedError parsed, int status)
    {
        if (parsed.HasStringCode) return body.ToArray();
        var code = "\"" + JsonEncodedText.Encode(parsed.Code ?? DefaultCode(status)) + "\"";
        var edit = parsed.CodeValue.IsPresent
            ? new BodyEdit(parsed.CodeValue.Offset, parsed.CodeValue.Length, Encoding.UTF8.GetBytes(code))
            : new BodyEdit(parsed.ErrorOffset + 1, 0, Encoding.UTF8.GetBytes($"\"code\":{code},"));
        return new UpstreamBody(body.ToArray(), [edit]).ToArray();
    }

    private static byte[] Build(ParsedError parsed, int status)
    {
        var message = parsed.Message is { Length: > 0 } text ? text : string.Create(CultureInfo.InvariantCulture, $"The provider refused the request with status {status}.");
        if (message.Length > MaxMessage) message = message[..MaxMessage];
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("message", message);
            json.WriteString("type", "invalid_request_error");
            json.WriteString("param", parsed.Param);
            json.WriteString("code", parsed.Code ?? DefaultCode(status));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static byte[] Scrub(byte[] body, ParsedError parsed, int status, CredentialEcho echo)
    {
        if (!echo.IsPossible) return body;
        var text = Encoding.UTF8.GetString(body);
        var clean = echo.Remove(text)!;

        // What is left is encoded, or spelt with escapes; then only words of our own go out.
        if (echo.IsIn(clean) || (clean.Contains('\\', StringComparison.Ordinal) && IsInStrings(clean, echo))) return Build(parsed with { Message = null, Param = null, Code = null }, status);
        return clean.Length == text.Length ? body : Encoding.UTF8.GetBytes(clean);
    }

    private static bool IsInStrings(string text, CredentialEcho echo)
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            while (json.Read())
                if (json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && echo.IsIn(json.GetString()!)) return true;
            return false;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return true;
        }
    }

    private static string DefaultCode(int status) => status switch
    {
        404 => ErrorCodes.NotFound,
        409 => ErrorCodes.Conflict,
        413 => ErrorCodes.RequestTooLarge,
        415 => ErrorCodes.UnsupportedMediaType,
        _ => ErrorCodes.InvalidRequest,
    };
}
