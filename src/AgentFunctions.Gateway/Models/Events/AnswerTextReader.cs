using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Events;

/// <summary>Reads what a whole answer says, of either surface. Used only where the provider does not say what it counts.</summary>
internal static class AnswerTextReader
{
    /// <summary>Reads as far as the body goes: of a truncated one, what is whole.</summary>
    public static DeliveredText Read(ReadOnlySpan<byte> body)
    {
        var delivered = new DeliveredText();
        var json = new Utf8JsonReader(body);
        try
        {
            if (json.Read() && json.TokenType == JsonTokenType.StartObject) ReadMembers(ref json, delivered);
        }
        catch (JsonException)
        {
            // What came before the break is there.
        }

        return delivered;
    }

    /// <summary>Reads the object under the reader.</summary>
    public static void ReadMembers(ref Utf8JsonReader json, DeliveredText delivered)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isChoices = json.ValueTextEquals("choices"u8);
            var isOutput = json.ValueTextEquals("output"u8);
            json.Read();
            if (json.TokenType != JsonTokenType.StartArray || !(isChoices || isOutput))
            {
                json.Skip();
                continue;
            }

            for (var at = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; at++)
            {
                if (json.TokenType != JsonTokenType.StartObject) json.Skip();
                else if (isChoices) ReadChoice(ref json, at, delivered);
                else ReadItem(ref json, at, delivered);
            }
        }
    }

    /// <summary>An output item that calls a tool: <c>function_call</c>, <c>custom_tool_call</c>, <c>web_search_call</c>...</summary>
    public static bool IsToolCall(Utf8JsonReader item) =>
        JsonMember.TryFind(item, "type"u8, out var type) && type.TokenType == JsonTokenType.String && type.ValueSpan.EndsWith("_call"u8);

    private static void ReadChoice(ref Utf8JsonReader json, int at, DeliveredText delivered)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isMessage = json.ValueTextEquals("message"u8);
            json.Read();
            if (isMessage) new ChatTextReader(delivered).Read(ref json, at);
            else json.Skip();
        }
    }

    private static void ReadItem(ref Utf8JsonReader json, int at, DeliveredText delivered)
    {
        delivered.HasToolCalls |= IsToolCall(json);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isSummary = json.ValueTextEquals("summary"u8);
            var isContent = json.ValueTextEquals("content"u8);
            var isName = json.ValueTextEquals("name"u8);
            var isArguments = json.ValueTextEquals("arguments"u8) || json.ValueTextEquals("input"u8) || json.ValueTextEquals("code"u8);
            json.Read();
            if ((isSummary || isContent) && json.TokenType == JsonTokenType.StartArray)
            {
                for (var part = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; part++) ReadPart(ref json, at, part, isSummary, delivered);
                continue;
            }

            if (isName) delivered.Append(in json, DeliveredKind.ToolName, at);
            if (isArguments) delivered.Append(in json, DeliveredKind.ToolArguments, at);
            json.Skip();
        }
    }

    private static void ReadPart(ref Utf8JsonReader json, int at, int part, bool isSummary, DeliveredText delivered)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        var isReasoning = isSummary || (JsonMember.TryFind(json, "type"u8, out var type) && type.TokenType == JsonTokenType.String && type.ValueTextEquals("reasoning_text"u8));
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isText = json.ValueTextEquals("text"u8) || json.ValueTextEquals("transcript"u8);
            var isRefusal = json.ValueTextEquals("refusal"u8);
            json.Read();
            if (isText) delivered.Append(in json, isReasoning ? DeliveredKind.Reasoning : DeliveredKind.Text, at, part);
            if (isRefusal) delivered.Append(in json, DeliveredKind.Refusal, at, part);
            json.Skip();
        }
    }
}
