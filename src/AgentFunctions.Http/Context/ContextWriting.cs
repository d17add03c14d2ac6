using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Metrics;

namespace AgentFunctions.Http.Context;

/// <summary>Assembled contexts as JSON.</summary>
internal static class ContextWriting
{
    public static void Write(Utf8JsonWriter json, AssembledContext context)
    {
        json.WriteStartObject();
        json.WriteStartArray("messages"u8);
        foreach (var message in context.Messages) json.WriteRawValue(message.Message.GetRawText(), skipInputValidation: true);
        json.WriteEndArray();
        json.WriteStartArray("slots"u8);
        foreach (var slot in context.Slots)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, slot.Name);
            json.WriteNumber("tokensBefore"u8, slot.TokensBefore);
            json.WriteNumber("tokensAfter"u8, slot.TokensAfter);
            if (slot.BudgetTokens is { } budget) json.WriteNumber("budgetTokens"u8, budget);
            else json.WriteNull("budgetTokens"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("olderMessages"u8, context.OlderMessages);
        json.WriteNumber("tokensBefore"u8, context.TokensBefore);
        json.WriteNumber("tokensAfter"u8, context.TokensAfter);
        json.WriteStartArray("dropped"u8);
        foreach (var dropped in context.Dropped)
        {
            json.WriteStartObject();
            json.WriteString("ref"u8, dropped.Ref);
            json.WriteString("handle"u8, dropped.Handle);
            json.WriteString("reason"u8, dropped.Reason);
            json.WriteNumber("tokensBefore"u8, dropped.TokensBefore);
            json.WriteNumber("tokensAfter"u8, dropped.TokensAfter);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("pollution"u8);
        Write(json, context.Pollution);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ContextPollution pollution)
    {
        json.WriteStartObject();
        json.WriteNumber("tokens"u8, pollution.Tokens);
        json.WriteNumber("resultTokens"u8, pollution.ResultTokens);
        json.WriteNumber("unreferencedTokens"u8, pollution.UnreferencedTokens);
        json.WriteNumber("duplicateTokens"u8, pollution.DuplicateTokens);
        json.WriteNumber("staleTokens"u8, pollution.StaleTokens);
        json.WriteStartArray("tools"u8);
        foreach (var tool in pollution.Tools)
        {
            json.WriteStartObject();
            json.WriteString("tool"u8, tool.Tool);
            json.WriteNumber("results"u8, tool.Results);
            json.WriteNumber("tokens"u8, tool.Tokens);
            json.WriteNumber("unreferencedTokens"u8, tool.UnreferencedTokens);
            json.WriteNumber("duplicateTokens"u8, tool.DuplicateTokens);
            json.WriteStartArray("usedFields"u8);
            foreach (var field in tool.UsedFields) json.WriteStringValue(field);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("advice"u8);
        foreach (var advice in pollution.Advice) json.WriteStringValue(advice);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
