using System.Text.Json;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search.Words;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Tools.BuiltIn;

namespace AgentFunctions.Core.Memory.Tools;

/// <summary>
/// <c>memory.note</c>: an agent notes what it learned. A claim: it waits in quarantine. One that is made in a run waits for how the run ends, as somebody else than the agent finds it; any other for two trusted sources or a
/// person. It is worth no more than what the agent had seen, and for nobody else than that.
/// </summary>
public sealed class MemoryNoteTool(MemoryWriter writer) : IBuiltInTool
{
    public const string ToolName = "memory.note";

    private static readonly JsonElement Schema = JsonDocument.Parse(
        """
        {"type":"object","required":["text"],"additionalProperties":false,"properties":{
        "text":{"type":"string","minLength":1,"maxLength":8192,"description":"What was learned, in a sentence that says all by itself."},
        "subject":{"type":"string","minLength":1,"maxLength":256,"description":"The person or thing it is about."},
        "attribute":{"type":"string","minLength":1,"maxLength":256,"description":"What of the subject it states, such as home city; needs subject."},
        "value":{"type":"string","minLength":1,"maxLength":1024,"description":"The attribute's value; needs attribute."},
        "tags":{"type":"array","maxItems":32,"items":{"type":"string","minLength":1,"maxLength":256}}}}
        """).RootElement;

    /// <summary>An id and a word: nothing of what was noted.</summary>
    private static readonly ContentLabel Ours = new(Integrity.Trusted, Confidentiality.Public);

    public string Name => ToolName;

    public JsonElement? InputSchema => Schema;

    public async ValueTask<BuiltInToolResult> InvokeAsync(BuiltInToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var text = Text(call, "text")!;
        var draft = new MemoryDraft
        {
            Text = text,
            Kind = MemoryKind.Semantic,
            Label = new ContentLabel(call.Seen, call.SeenConfidentiality),
            Source = new MemorySource(call.RunId is null ? MemorySourceKind.Note : MemorySourceKind.Experience, MemoryAgents.PrincipalOf(call.Agent), null, call.RunId, call.Seen == Integrity.Trusted),
            // Said in a run that is done for somebody: it goes with that person.
            Speaker = call.EndUser,
            Subject = Text(call, "subject"),
            Attribute = Text(call, "attribute"),
            Value = Text(call, "value"),
            Tags = call.Arguments.TryGetProperty("tags", out var tags) ? [.. tags.EnumerateArray().Select(static tag => tag.GetString()!)] : [],
            Entities = [.. EntityNames.In(text).Take(MemoryBounds.MaxEntities)],
        };
        var result = (await writer.WriteAsync(call.TenantId, MemoryAgents.KeyOf(call.Agent, call.Team), [draft], cancellationToken))[0];
        if (result.Status == MemoryWriteStatus.Refused) return BuiltInToolResult.Error(Why(result));
        using var content = JsonDocument.Parse($$"""{"id":"{{result.Id}}","status":"{{MemoryRecordJson.NameOf(result.Status)}}"}""");
        return new BuiltInToolResult(content.RootElement.Clone()) { Label = Ours };
    }

    private static string Why(MemoryWriteResult result) => result.Message ?? result.Reason switch
    {
        MemoryRefusals.Recalled => "That is what memory holds already: it was given to you. Note only what is new.",
        MemoryRefusals.Erased => "What is kept of that person is being erased. Do not note it.",
        MemoryRefusals.Secret => "That looks like a key or a password. Secrets are not remembered.",
        MemoryRefusals.Denied => "A person refused to remember that.",
        MemoryRefusals.Busy => "The memory was changed by others at the same moment. Try again.",
        _ => $"'{result.Field}' does not fit: an attribute needs a subject, a value needs an attribute.",
    };

    private static string? Text(BuiltInToolCall call, string name) => call.Arguments.TryGetProperty(name, out var value) ? value.GetString() : null;
}
