using System.Text.Json;

namespace AgentFunctions.Core.Documents;

/// <summary>Checks a body in one pass: a JSON object whose numbers, names and strings mean the same to every engine and reader.</summary>
internal static class DocumentBodyValidator
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = DocumentLimits.MaxDepth };

    /// <summary>Throws <see cref="DocumentLimitException"/> naming the rule that <paramref name="body"/> breaks. The message never holds content.</summary>
    public static void Check(ReadOnlySpan<byte> body)
    {
        if (body.Length > DocumentLimits.MaxDocumentBytes)
        {
            throw new DocumentLimitException(
                $"The body has {body.Length} bytes; a document holds at most {DocumentLimits.MaxDocumentBytes} bytes of UTF-8 JSON. Keep large parts in the payload store and refer to them.");
        }
        try
        {
            if (!TryCheckTokens(body))
                CheckTokens(body);
        }
        catch (JsonException exception)
        {
            throw new DocumentLimitException(
                $"The body is not one JSON object in UTF-8 of at most {DocumentLimits.MaxDepth} levels (line {exception.LineNumber}, byte {exception.BytePositionInLine}).");
        }
    }

    /// <summary>Without allocating. false: an object has many names, or an escaped one, and duplicates have to be looked for with hashes.</summary>
    private static bool TryCheckTokens(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, ReaderOptions);
        ReadStart(ref reader);
        Span<int> firstOfLevel = stackalloc int[DocumentLimits.MaxDepth + 1];
        var names = new OpenNames(body, stackalloc (int, int)[4 * OpenNames.MostInObject], firstOfLevel);
        names.Open(0);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    names.Open(reader.CurrentDepth);
                    break;
                case JsonTokenType.EndObject:
                    names.Close(reader.CurrentDepth);
                    break;
                case JsonTokenType.PropertyName:
                    // The token begins with its quote.
                    if (reader.ValueIsEscaped || !names.TryAdd(reader.CurrentDepth - 1, (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, out var isTwice))
                        return false;
                    if (isTwice)
                        throw NameTwice();
                    CheckText(ref reader);
                    break;
                default:
                    CheckValue(ref reader);
                    break;
            }
        }
        return true;
    }

    private static void CheckTokens(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, ReaderOptions);
        ReadStart(ref reader);
        var names = new HashSet<(int Object, string Name)>();
        Span<int> objects = stackalloc int[DocumentLimits.MaxDepth + 1];
        var lastObject = 0;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    objects[reader.CurrentDepth] = ++lastObject;
                    break;
                case JsonTokenType.PropertyName:
                    CheckText(ref reader);
                    if (!names.Add((objects[reader.CurrentDepth - 1], reader.GetString()!)))
                        throw NameTwice();
                    break;
                default:
                    CheckValue(ref reader);
                    break;
            }
        }
    }

    private static void ReadStart(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new DocumentLimitException("The body must be a JSON object; wrap other values in one.");
    }

    private static void CheckValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            CheckText(ref reader);
        else if (reader.TokenType == JsonTokenType.Number)
            CheckNumber(ref reader);
    }

    private static void CheckNumber(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.IndexOfAny("."u8[0], "e"u8[0], "E"u8[0]) < 0)
        {
            if (!reader.TryGetInt64(out var integer) || !DocumentValidator.IsWithinInteger(integer))
                throw new DocumentLimitException($"The body holds an integer beyond ±{DocumentLimits.MaxInteger} (2^53), which is not exact in a JSON double. Write it as a string.");
        }
        else if (!reader.TryGetDouble(out var number) || !double.IsFinite(number))
        {
            throw new DocumentLimitException("The body holds a number beyond the range of a double. Write it as a string.");
        }
    }

    /// <summary>UTF-8 itself and unpaired <c>\u</c> surrogates; both decode to something else in other engines.</summary>
    private static void CheckText(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
        {
            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException)
            {
                throw NotUnicode();
            }
        }
        else if (!System.Text.Unicode.Utf8.IsValid(reader.ValueSpan))
        {
            throw NotUnicode();
        }
    }

    private static DocumentLimitException NameTwice() =>
        new("A property name appears twice in one object of the body; readers would disagree on its value. Write each name once.");

    private static DocumentLimitException NotUnicode() =>
        new("The body holds a string that is not valid Unicode (broken UTF-8 or half of a surrogate pair). Replace the broken characters with U+FFFD.");
}
