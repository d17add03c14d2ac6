using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Json;

/// <summary>A compiled patch. It replaces or inserts the bytes of the values it names and leaves every other byte of the body as it was written.</summary>
internal sealed class BodyPatch
{
    private readonly (JsonPath Path, long? By, byte[] Literal)[] _steps;

    public BodyPatch(IReadOnlyList<PatchOperation> operations)
    {
        _steps = new (JsonPath, long?, byte[])[operations.Count];
        for (var i = 0; i < operations.Count; i++)
        {
            _steps[i] = operations[i] switch
            {
                PatchOperation.Increment increment => (JsonPath.Of(increment.Path), increment.By, []),
                PatchOperation.SetValue set => (JsonPath.Of(set.Path), null, Literal(set.Value)),
                _ => throw new DocumentLimitException("A patch operation of an unknown kind; use the records inside PatchOperation."),
            };
        }
    }

    /// <summary>The body after all steps, or null where a step does not apply to it.</summary>
    public byte[]? Apply(ReadOnlySpan<byte> body)
    {
        byte[]? patched = null;
        foreach (var (path, by, literal) in _steps)
        {
            patched = by is { } increment ? Increment(body, path, increment) : Set(body, path, literal);
            if (patched is null)
                return null;
            body = patched;
        }
        if (body.Length > DocumentLimits.MaxDocumentBytes)
            throw new DocumentLimitException($"The patch makes the document {body.Length} bytes; it holds at most {DocumentLimits.MaxDocumentBytes}. Keep large parts in the payload store.");
        return patched;
    }

    private static byte[]? Increment(ReadOnlySpan<byte> body, JsonPath path, long by)
    {
        var found = JsonBody.Find(body, path, out var at);
        var value = 0L;
        if (found == JsonLookup.NoParent
            || (found == JsonLookup.Found && (at.Type != JsonTokenType.Number || !JsonNumber.TryGetInteger(at.In(body), out value))))
        {
            return null;
        }
        var sum = value + by;
        return DocumentValidator.IsWithinInteger(sum) ? Write(body, path, found, at, Literal(sum)) : null;
    }

    private static byte[]? Set(ReadOnlySpan<byte> body, JsonPath path, byte[] literal)
    {
        var found = JsonBody.Find(body, path, out var at);
        return found == JsonLookup.NoParent ? null : Write(body, path, found, at, literal);
    }

    private static byte[] Write(ReadOnlySpan<byte> body, JsonPath path, JsonLookup found, JsonLocation at, byte[] literal)
    {
        if (found == JsonLookup.Found)
            return [.. body[..at.Start], .. literal, .. body[(at.Start + at.Length)..]];
        var isEmpty = body[..at.Start].TrimEnd(" \t\r\n"u8)[^1] == (byte)'{';
        var before = isEmpty ? "\""u8 : ",\""u8;
        return [.. body[..at.Start], .. before, .. path.Last, .. "\":"u8, .. literal, .. body[at.Start..]];
    }

    private static byte[] Literal(DocumentValue value) => value.Value switch
    {
        bool flag => flag ? "true"u8.ToArray() : "false"u8.ToArray(),
        long integer => Encoding.ASCII.GetBytes(integer.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        string text => JsonText.Quote(text),
        _ => "null"u8.ToArray(),
    };
}
