using System.Text.Json;
using AgentFunctions.Gateway.Models.Answers;

namespace AgentFunctions.Gateway.Models.Events;

/// <summary>Reads a whole answer to its end: a truncated one is not valid JSON and must not pass for an answer.</summary>
internal static class AnswerReader
{
    /// <summary>null when the body is not one complete JSON object.</summary>
    public static AnswerFacts? Read(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return null;
            var facts = new AnswerFacts();
            ReadObject(ref json, ref body, facts);
            return json.Read() ? null : facts;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reads the members of the object under the reader.</summary>
    /// <param name="json">Stands on the object's start; may be replaced by a reader of the rest.</param>
    /// <param name="text">What <paramref name="json"/> reads.</param>
    /// <param name="facts">Takes what is found.</param>
    public static void ReadObject(ref Utf8JsonReader json, ref ReadOnlySpan<byte> text, AnswerFacts facts)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("usage"u8))
            {
                json.Read();
                facts.Usage = UsageReader.Read(ref json);
            }
            else if (json.ValueTextEquals("id"u8))
            {
                facts.Id = Text(ref json);
            }
            else if (json.ValueTextEquals("model"u8))
            {
                facts.Model = Text(ref json);
            }
            else if (json.ValueTextEquals("output"u8))
            {
                facts.HasContent = true;
                ReadOutput(ref json, facts);
            }
            else if (json.ValueTextEquals("data"u8))
            {
                facts.HasContent = true;
                json.Read();
                NumberArrays.Skip(ref json, ref text);
            }
            else
            {
                facts.HasContent |= json.ValueTextEquals("choices"u8);
                var isError = json.ValueTextEquals("error"u8);
                json.Read();
                facts.HasError |= isError && json.TokenType != JsonTokenType.Null;
                json.Skip();
            }
        }
    }

    private static void ReadOutput(ref Utf8JsonReader json, AnswerFacts facts)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isId = json.ValueTextEquals("id"u8);
                json.Read();
                if (isId && json.TokenType == JsonTokenType.String) (facts.ItemIds ??= []).Add(json.GetString()!);
                else json.Skip();
            }
        }
    }

    private static string? Text(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String) return json.GetString();
        json.Skip();
        return null;
    }
}
