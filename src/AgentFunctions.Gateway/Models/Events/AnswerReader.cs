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
            else if (json.ValueTextEquals("choices"u8))
            {
                facts.HasContent = true;
                json.Read();
                ReadChoices(ref json, facts);
            }
            else
            {
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
                var isType = json.ValueTextEquals("type"u8);
                json.Read();
                if (isType && json.TokenType == JsonTokenType.String) facts.HasToolCalls |= json.ValueSpan.EndsWith("_call"u8);
                if (isId && json.TokenType == JsonTokenType.String) (facts.ItemIds ??= []).Add(json.GetString()!);
                else json.Skip();
            }
        }
    }

    /// <summary>Looks for tool calls in the messages of the choices; the rest is passed over.</summary>
    private static void ReadChoices(ref Utf8JsonReader json, AnswerFacts facts)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }

        var depth = json.CurrentDepth;
        const int ToMembers = 2;
        const int ToMembersOfMessage = 3;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName) continue;
            var level = json.CurrentDepth - depth;
            var isMessage = level == ToMembers && json.ValueTextEquals("message"u8);
            var isCall = level == ToMembersOfMessage && (json.ValueTextEquals("tool_calls"u8) || json.ValueTextEquals("function_call"u8));
            json.Read();
            if (isCall) facts.HasToolCalls |= json.TokenType == JsonTokenType.StartObject || IsFilledArray(json);
            if (!isMessage) json.Skip();
        }
    }

    private static bool IsFilledArray(Utf8JsonReader json) => json.TokenType == JsonTokenType.StartArray && json.Read() && json.TokenType != JsonTokenType.EndArray;

    private static string? Text(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String) return json.GetString();
        json.Skip();
        return null;
    }
}
