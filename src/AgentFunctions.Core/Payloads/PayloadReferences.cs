using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Payloads;

/// <summary>JSON that may be a reference, <c>{"$ref":"pl_…"}</c>. Content that only looks like one is kept as a payload itself, so a reference always is one.</summary>
public static class PayloadReferences
{
    /// <summary>Bytes of the largest content.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Levels of the deepest content.</summary>
    internal const int MaxDepth = 1000;

    private const string Property = "$ref";
    private const string Prefix = "pl_";
    private const int ReferenceHex = 40;
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = MaxDepth };

    /// <summary>The reference of content, keyed by what only the store knows of its owner: it tells nothing of the content, and another owner's reference of the same content is another.</summary>
    public static string Create(ReadOnlySpan<byte> key, ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, content, hash);
        return Prefix + Convert.ToHexStringLower(hash)[..ReferenceHex];
    }

    /// <summary>Whether the text has the form of a reference.</summary>
    public static bool IsReference(string? text) =>
        text is not null && text.Length == Prefix.Length + ReferenceHex && text.StartsWith(Prefix, StringComparison.Ordinal) && !text.AsSpan(Prefix.Length).ContainsAnyExcept(Hex);

    /// <summary>The reference in the JSON; null where it is content.</summary>
    public static string? Find(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || json.GetPropertyCount() != 1 || !json.TryGetProperty(Property, out var text) || text.ValueKind != JsonValueKind.String) return null;
        return text.GetString() is { } reference && IsReference(reference) ? reference : null;
    }

    /// <summary>The content itself up to <paramref name="maxBytes"/> of UTF-8, else a reference to it. What a document cannot hold (integers beyond 2^53, a name twice, many levels) becomes a reference whatever its size.</summary>
    public static async ValueTask<JsonElement> KeepAsync(this IPayloadStore payloads, string tenantId, string owner, JsonElement content, int maxBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(payloads);
        var bytes = Bytes(content);
        if (bytes.Length <= maxBytes && Find(content) is null && FitsDocument(bytes)) return content;
        return Write(await payloads.PutAsync(tenantId, owner, bytes, cancellationToken));
    }

    /// <summary>The content that the JSON is or refers to; null where the reference leads nowhere: its owner was purged.</summary>
    public static async ValueTask<JsonElement?> ResolveAsync(this IPayloadStore payloads, string tenantId, string owner, JsonElement json, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(payloads);
        if (Find(json) is not { } reference) return json;
        if (await payloads.GetAsync(tenantId, owner, reference, cancellationToken) is not { } bytes) return null;
        using var document = JsonDocument.Parse(bytes, Deep);
        return document.RootElement.Clone();
    }

    /// <summary>Whether it may lie in a document, some levels down.</summary>
    private static bool FitsDocument(byte[] content)
    {
        try
        {
            DocumentBodyValidator.Check([.. "{\"v\":{\"v\":{\"v\":{\"v\":"u8, .. content, .. "}}}}"u8]);
            return true;
        }
        catch (DocumentLimitException)
        {
            return false;
        }
    }

    private static byte[] Bytes(JsonElement content)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer)) content.WriteTo(json);
        return buffer.WrittenSpan.ToArray();
    }

    private static JsonElement Write(string reference)
    {
        using var document = JsonDocument.Parse($$"""{"{{Property}}":"{{reference}}"}""");
        return document.RootElement.Clone();
    }
}
