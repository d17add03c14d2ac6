using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>Reads what the assembly needs of a message: its role, its text, its calls, its tokens. Total: what it does not understand passes untouched.</summary>
internal sealed class MessageReader(TokenCounts counts, string? model, ContextClock clock)
{
    /// <summary>What a message costs besides its content, as OpenAI counts it (three, and one for the role).</summary>
    private const int FrameTokens = 4;

    /// <summary>What a call of a tool costs besides name and arguments.</summary>
    private const int CallFrameTokens = 8;

    /// <summary>What a part that is no text is taken to cost; providers count by the size of an image, which is not known here.</summary>
    private const int MediaTokens = 1_024;

    public ContextItem Read(int index, ContextMessage source)
    {
        var item = new ContextItem(index, source, clock) { Form = ContextForm.Whole, OtherTokens = FrameTokens };
        foreach (var member in source.Message.EnumerateObject()) ReadMember(item, member);
        item.TextTokens = item.Text is { } text ? counts.Count(model, text) : 0;
        return item;
    }

    /// <summary>The string of an element; null for anything else, and for one with half a surrogate pair, which no string can hold.</summary>
    public static string? TextOf(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String) return null;
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private void ReadMember(ContextItem item, JsonProperty member)
    {
        if (member.NameEquals("role"u8)) item.Role = TextOf(member.Value) ?? "";
        else if (member.NameEquals("content"u8)) ReadContent(item, member.Value);
        else if (member.NameEquals("tool_call_id"u8)) item.CallId = TextOf(member.Value);
        else if (member.NameEquals("tool_calls"u8)) item.Calls = ReadCalls(item, member.Value);
        else item.OtherTokens += CountRaw(member.Value);
    }

    private void ReadContent(ContextItem item, JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.Array)
        {
            ReadParts(item, content);
            return;
        }

        item.Text = TextOf(content);
        if (item.Text is null && content.ValueKind != JsonValueKind.Null) item.OtherTokens += CountRaw(content);
    }

    private void ReadParts(ContextItem item, JsonElement parts)
    {
        string? only = null;
        var texts = 0;
        foreach (var part in parts.EnumerateArray())
        {
            if (MessageParts.TextOf(part) is { } text)
            {
                texts++;
                item.OtherTokens += texts == 2 ? counts.Count(model, only) + counts.Count(model, text) : texts > 2 ? counts.Count(model, text) : 0;
                only ??= text;
            }
            else
            {
                item.OtherTokens += MessageParts.IsMedia(part) ? MediaTokens : CountRaw(part);
            }
        }

        item.Text = texts == 1 ? only : null;
    }

    private List<ToolCallPart> ReadCalls(ContextItem item, JsonElement calls)
    {
        List<ToolCallPart> parts = [];
        if (calls.ValueKind != JsonValueKind.Array) return parts;
        foreach (var call in calls.EnumerateArray())
        {
            var part = MessageParts.CallOf(call);
            item.OtherTokens += CallFrameTokens + (part.Arguments is null ? CountRaw(call) : counts.Count(model, part.Name) + counts.Count(model, part.Arguments));
            parts.Add(part);
        }

        return parts;
    }

    private int CountRaw(JsonElement element) => element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
        ? 0
        : counts.Count(model, Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(element)));
}
