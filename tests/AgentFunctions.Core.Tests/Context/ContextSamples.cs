using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>Messages for tests of contexts, and what every assembled context must hold to.</summary>
internal static class ContextSamples
{
    public static readonly ContentLabel Label = new(Integrity.Untrusted, Confidentiality.Internal);

    public static ContextMessage Message(string reference, object message) => new(reference, JsonSerializer.SerializeToElement(message), Label);

    public static ContextMessage Say(string reference, string role, string text) => Message(reference, new { role, content = text });

    public static ContextMessage Result(string reference, string call, string text) => Message(reference, new { role = "tool", tool_call_id = call, content = text });

    public static ContextMessage Call(string reference, string tool, params string[] calls) =>
        Message(reference, new { role = "assistant", content = (string?)null, tool_calls = calls.Select(id => new { id, type = "function", function = new { name = tool, arguments = $"{{\"of\":\"{id}\"}}" } }) });

    public static string TextOf(AssembledMessage message) =>
        message.Message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String ? content.GetString()! : "";

    public static string Raw(JsonElement element) => element.GetRawText();

    /// <summary>A call without its results, or a result without its call: null when there is none.</summary>
    public static string? FindUnpaired(IReadOnlyList<AssembledMessage> messages)
    {
        List<string> open = [];
        foreach (var message in messages.Select(static message => message.Message))
        {
            if (Role(message) == "tool")
            {
                if (!open.Remove(message.GetProperty("tool_call_id").GetString()!)) return $"orphan {Raw(message)}";
                continue;
            }

            if (open.Count > 0) return $"no result for {open[0]}";
            if (message.TryGetProperty("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array) open.AddRange(calls.EnumerateArray().Select(static call => call.GetProperty("id").GetString()!));
        }

        return open.Count > 0 ? $"no result for {open[0]}" : null;
    }

    /// <summary>Every message as it was given, by its ref, from the context and its handles alone.</summary>
    public static Dictionary<string, string> RestoreAll(ContextInput input, AssembledContext context)
    {
        var restored = context.Messages.Where(static message => message.Ref is not null).ToDictionary(static message => message.Ref!, static message => Raw(message.Message));
        foreach (var drop in context.Dropped)
        {
            var content = context.Handles.Single(handle => handle.Handle == drop.Handle);
            Assert.Contains(drop.Ref, content.Refs);
            var text = Encoding.UTF8.GetString(content.Bytes.Span);
            restored[drop.Ref] = content.MediaType == HandleContent.Messages
                ? Raw(JsonDocument.Parse(content.Bytes).RootElement.EnumerateArray().ElementAt(IndexOf(content.Refs, drop.Ref)))
                : Raw(WithText(input.Messages.Single(message => message.Ref == drop.Ref).Message, text));
        }

        return restored;
    }

    public static string Role(JsonElement message) => message.GetProperty("role").GetString()!;

    private static int IndexOf(IReadOnlyList<string> refs, string reference) => refs.ToList().IndexOf(reference);

    /// <summary>The message given, but only if the text is the one it had.</summary>
    private static JsonElement WithText(JsonElement message, string text)
    {
        var content = message.GetProperty("content");
        var given = content.ValueKind == JsonValueKind.String ? content.GetString() : content.EnumerateArray().Single(static part => part.GetProperty("type").GetString() == "text").GetProperty("text").GetString();
        return text == given ? message : JsonSerializer.SerializeToElement($"not what it was: {text}");
    }

    /// <summary>Handles as a host makes them: keyed, the same for the same content.</summary>
    public sealed class Mint : IHandleMint
    {
        string IHandleMint.Mint(ReadOnlySpan<byte> content) => "h_" + Convert.ToHexStringLower(HMACSHA256.HashData("a key of the tests"u8, content))[..26];
    }
}
