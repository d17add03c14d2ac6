using System.Text;
using System.Text.Json;

namespace AgentFunctions.Core.Subscriptions.Hubs;

/// <summary>A message that could not be published, as it is kept: why, and all that is needed to send it again.</summary>
internal sealed record HubLetter
{
    private static readonly object NoText = new();

    public int Format { get; init; } = 1;

    public required string Hub { get; init; }

    public required string Code { get; init; }

    public string? Param { get; init; }

    public required string Message { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Those that have a text.</summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>Names of those that have none; null where all have.</summary>
    public IReadOnlyList<string>? OtherProperties { get; init; }

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
            OtherProperties = Others(message) is { Count: > 0 } others ? others : null,
            Body = isText ? Encoding.UTF8.GetString(message.Body.Span) : null,
            BodyBase64 = isText ? null : message.Body.ToArray(),
        };
        return JsonSerializer.SerializeToUtf8Bytes(letter, HubJson.Default.HubLetter);
    }

    /// <summary>null where it is no letter.</summary>
    public static HubLetter? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, HubJson.Default.HubLetter);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The message, to be taken again as it was: what had no text then is none that an event could have now either.</summary>
    public HubMessage ToMessage(string position)
    {
        var properties = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, text) in Properties) properties[name] = text;
        foreach (var name in OtherProperties ?? []) properties.TryAdd(name, NoText);
        return new HubMessage(position, Body is { } body ? Encoding.UTF8.GetBytes(body) : BodyBase64 ?? [], ContentType, properties);
    }

    private static List<string> Others(HubMessage message) => [.. message.Properties.Where(static p => p.Value is not null && HubPropertyText.Of(p.Value) is null).Select(static p => HubPropertyText.Clean(p.Key))];

    private static Dictionary<string, string> Texts(HubMessage message)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in message.Properties)
            if (HubPropertyText.Of(value) is { } text) texts[HubPropertyText.Clean(name)] = text;
        return texts;
    }
}
