using System.Buffers;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Tools.BuiltIn;

namespace AgentFunctions.Core.Context.Handles;

/// <summary><c>context.expand</c>: brings back what a context left out, whole or a part of it. Agents whose context is made smaller have it without a declaration.</summary>
public sealed class ContextExpandTool(HandleExpansion handles, IControlPlane controlPlane) : IBuiltInTool
{
    public const string ToolName = "context.expand";

    /// <summary>What a model is told of it.</summary>
    public const string Description = "Brings back content that was left out of this conversation. Give the handle (h_...) that stands in its place; offset and length, in characters, for a part of it.";

    private const int DefaultLength = 16_000;

    private static readonly JsonElement Schema = JsonDocument.Parse(
        """
        {"type":"object","required":["handle"],"additionalProperties":false,"properties":{
        "handle":{"type":"string","maxLength":64,"description":"The handle, h_..."},
        "offset":{"type":"integer","minimum":0,"description":"First character wanted; 0 when left out."},
        "length":{"type":"integer","minimum":1,"maximum":100000,"description":"Characters wanted; 16000 when left out."}}}
        """).RootElement;

    public string Name => ToolName;

    public JsonElement? InputSchema => Schema;

    public bool IsRemembered => false;

    public async ValueTask<BuiltInToolResult> InvokeAsync(BuiltInToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (await controlPlane.GetViewAsync(call.TenantId, cancellationToken) is not { } view || await view.FindAgentAsync(call.Agent, cancellationToken) is not { } agent) return BuiltInToolResult.Error("The agent could not be confirmed. Try again.");
        var scope = new HandleScope(call.TenantId, agent.Id, agent.Spec.Team) { Subject = !call.SeesEverybody && call.EndUser is { } person ? SubjectNames.Fold(person) : null };
        if (await handles.FindAsync(scope, call.RunId, call.Arguments.GetProperty("handle").GetString()!, cancellationToken) is not { } content)
            return BuiltInToolResult.Error("There is no such handle, or its content is not kept any more. Use a handle exactly as it stands in the conversation.");
        return new BuiltInToolResult(Part(Encoding.UTF8.GetString(content.Bytes.Span), Number(call.Arguments, "offset", 0), Number(call.Arguments, "length", DefaultLength)));
    }

    private static int Number(JsonElement arguments, string name, int otherwise) => arguments.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : otherwise;

    private static JsonElement Part(string text, int offset, int length)
    {
        var start = Math.Min(offset, text.Length);
        var end = Math.Min((long)start + length, text.Length);

        // A pair that stands for one character is not cut.
        if (start > 0 && start < text.Length && char.IsLowSurrogate(text[start])) start--;
        if (end > start && end < text.Length && char.IsLowSurrogate(text[(int)end])) end--;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("content"u8, text.AsSpan(start, (int)end - start));
            json.WriteNumber("offset"u8, start);
            json.WriteNumber("totalLength"u8, text.Length);
            if (end < text.Length) json.WriteNumber("nextOffset"u8, end);
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
