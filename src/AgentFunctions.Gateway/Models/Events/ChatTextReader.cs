using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Events;

/// <summary>
/// Reads what is said in a chat message or in a piece of one (<c>delta</c>): content, refusal, reasoning, tool calls. Some providers send what the model thought under two names at once; the one that comes
/// first counts.
/// </summary>
internal sealed class ChatTextReader(DeliveredText delivered)
{
    private ChatTextName _reasoning;

    /// <summary>Reads the object under the reader to its end; anything else is passed over.</summary>
    public void Read(ref Utf8JsonReader json, int choice)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Name(in json);
            json.Read();
            switch (name)
            {
                case ChatTextName.Content:
                    ReadContent(ref json, choice);
                    break;
                case ChatTextName.Refusal:
                    delivered.Append(in json, DeliveredKind.Refusal, choice);
                    json.Skip();
                    break;
                case ChatTextName.ReasoningContent or ChatTextName.Reasoning:
                    ReadReasoning(in json, choice, name);
                    json.Skip();
                    break;
                case ChatTextName.ToolCalls:
                    ReadToolCalls(ref json, choice);
                    break;
                case ChatTextName.FunctionCall:
                    ReadToolCall(ref json, choice, -1);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
    }

    private static ChatTextName Name(in Utf8JsonReader json)
    {
        if (json.ValueTextEquals("content"u8)) return ChatTextName.Content;
        if (json.ValueTextEquals("tool_calls"u8)) return ChatTextName.ToolCalls;
        if (json.ValueTextEquals("reasoning_content"u8)) return ChatTextName.ReasoningContent;
        if (json.ValueTextEquals("reasoning"u8)) return ChatTextName.Reasoning;
        if (json.ValueTextEquals("refusal"u8)) return ChatTextName.Refusal;
        return json.ValueTextEquals("function_call"u8) ? ChatTextName.FunctionCall : ChatTextName.Other;
    }

    /// <summary>A string, or parts: then every text in them, and what stands under <c>thinking</c> as reasoning.</summary>
    private void ReadContent(ref Utf8JsonReader json, int choice)
    {
        delivered.Append(in json, DeliveredKind.Text, choice);
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }

        var depth = json.CurrentDepth;
        var thinkingDepth = int.MaxValue;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.CurrentDepth < thinkingDepth) thinkingDepth = int.MaxValue;
            if (json.TokenType != JsonTokenType.PropertyName) continue;
            var isThinking = json.ValueTextEquals("thinking"u8);
            var isText = json.ValueTextEquals("text"u8);
            if (isThinking) thinkingDepth = Math.Min(thinkingDepth, json.CurrentDepth);
            if (!isThinking && !isText) continue;
            json.Read();
            delivered.Append(in json, thinkingDepth == int.MaxValue ? DeliveredKind.Text : DeliveredKind.Reasoning, choice);
        }
    }

    private void ReadReasoning(in Utf8JsonReader json, int choice, ChatTextName name)
    {
        if (json.TokenType != JsonTokenType.String || json.ValueSpan.IsEmpty) return;
        if (_reasoning == ChatTextName.Other) _reasoning = name;
        if (_reasoning == name) delivered.Append(in json, DeliveredKind.Reasoning, choice);
    }

    private void ReadToolCalls(ref Utf8JsonReader json, int choice)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }

        for (var at = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; at++) ReadToolCall(ref json, choice, at);
    }

    /// <summary>Name and arguments, wherever they stand in it (<c>function</c>, <c>custom</c>); pieces of one call share an <c>index</c>.</summary>
    private void ReadToolCall(ref Utf8JsonReader json, int choice, int at)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        delivered.HasToolCalls = true;
        var depth = json.CurrentDepth;

        var index = JsonMember.TryFind(json, "index"u8, out var value) ? JsonMember.Index(in value) ?? at : at;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName) continue;
            var isName = json.ValueTextEquals("name"u8);
            if (!isName && !json.ValueTextEquals("arguments"u8) && !json.ValueTextEquals("input"u8)) continue;
            json.Read();
            delivered.Append(in json, isName ? DeliveredKind.ToolName : DeliveredKind.ToolArguments, choice, index);
            json.Skip();
        }
    }
}
