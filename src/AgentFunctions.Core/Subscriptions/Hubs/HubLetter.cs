using System.Text;
using System.Text.Json;

namespace AgentFunctions.Core.Subscriptions.Hubs;

/// <summary>A message that could not be published, as it is kept: why, and all that is needed to send it again.</summary>
internal sealed record HubLetter
{
    public int Format { get; init; } = 1;

    public required string Hub { get; init; }

    public required string Code { get; init; }

    public string? Param { get; init; }

    public required string Message { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Those that have a text.</summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>null where the body is no text.</summary>
    public string? Body { get; init; }

    public byte[]? BodyBase64 { get; init; }

    public static byte[] Write(string hub, HubMessage message, Errors.ApiError error)
    {
        var isText = System.Text.Unicode.Utf8.IsValid(message.Body.Span);
        var letter = new HubLetter
        {
            Hub = hub,
            Code = error.Code,
            Param = error.Param,
            Message = error.Message,
            ContentType = message.ContentType is { } type ? HubPropertyText.Clean(type) : null,
            Properties = Texts(message),
            Body = isText ? Encoding.UTF8.GetString(message.Body.Span) : null,
            BodyBase64 = isText ? null : message.Body.ToArray(),
        };
        return JsonSerializer.SerializeToUtf8Bytes(letter, HubJson.Default.HubLetter);
    }

    private static Dictionary<string, string> Texts(HubMessage message)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in message.Properties)
            if (HubPropertyText.Of(value) is { } text) texts[HubPropertyText.Clean(name)] = text;
        return texts;
    }
}
