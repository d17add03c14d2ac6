using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Memory.Extraction;

namespace AgentFunctions.Gateway.Memory.Extraction;

/// <summary>What a model found, held against the messages: a fact whose quote, value or subject does not stand there is made up, and dropped. An answer that is none at all is none.</summary>
internal static class ExtractionAnswer
{
    /// <summary>Names the one who says it.</summary>
    private const string Speaker = "speaker";

    /// <summary>The facts; null: the answer has not the form that was asked for.</summary>
    public static IReadOnlyList<ExtractedFact>? Read(JsonElement answer, IReadOnlyList<ExtractionMessage> messages)
    {
        if (ContentOf(answer) is not { } content) return null;
        try
        {
            using var document = JsonDocument.Parse(content);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("facts", out var facts) || facts.ValueKind != JsonValueKind.Array) return null;
            var found = new List<ExtractedFact>();
            var counts = new int[messages.Count];
            foreach (var item in facts.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Object) return null;
                if (Number(item, "message") is not { } number || number < 0 || number >= messages.Count || counts[number] == FactExtractor.MaxFacts) continue;
                if (Fact(item, messages[number]) is not { } fact) continue;
                counts[number]++;
                found.Add(fact);
            }

            return found;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ExtractedFact? Fact(JsonElement item, ExtractionMessage message)
    {
        if (Kind(Text(item, "kind")) is not { } kind || Text(item, "quote") is not { } quote || Text(item, "attribute") is not { } attribute || Text(item, "value") is not { } value || Text(item, "subject") is not { } subject) return null;
        var text = ExtractionPrompt.TextOf(message);
        var start = text.IndexOf(quote, StringComparison.Ordinal);
        if (start < 0 || !quote.Contains(value, StringComparison.OrdinalIgnoreCase)) return null;
        var isSpeaker = string.Equals(subject, Speaker, StringComparison.OrdinalIgnoreCase) || string.Equals(subject, message.Speaker, StringComparison.OrdinalIgnoreCase);
        if (!isSpeaker && !quote.Contains(subject, StringComparison.OrdinalIgnoreCase)) return null;
        var said = message with { Reference = string.Create(CultureInfo.InvariantCulture, $"{message.Reference}#{start}-{start + quote.Length}") };
        return FactExtractor.Quoted(kind, quote, isSpeaker ? message.Speaker : subject, attribute, value, said);
    }

    private static ExtractedKind? Kind(string? name) => name switch
    {
        "statement" => ExtractedKind.Statement,
        "preference" => ExtractedKind.Preference,
        "decision" => ExtractedKind.Decision,
        _ => null,
    };

    private static string? ContentOf(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0) return null;
        if (choices[0] is not { ValueKind: JsonValueKind.Object } choice || !choice.TryGetProperty("message", out var message) || message.ValueKind != JsonValueKind.Object) return null;
        return message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String ? content.GetString() : null;
    }

    private static int? Number(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static string? Text(JsonElement item, string name)
    {
        try
        {
            return item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // "\ud800": JSON by its grammar, but no text.
            return null;
        }
    }
}
