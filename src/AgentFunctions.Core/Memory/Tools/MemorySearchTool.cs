using System.Buffers;
using System.Text.Json;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Extraction;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Tools.BuiltIn;

namespace AgentFunctions.Core.Memory.Tools;

/// <summary><c>memory.search</c>: an agent searches its own memory. What it is given is noted for its run, and marked, so that it does not come back as something new.</summary>
public sealed class MemorySearchTool(MemorySearch search, MemoryUses uses) : IBuiltInTool
{
    public const string ToolName = "memory.search";

    private const int DefaultTop = 5;

    private static readonly JsonElement Schema = JsonDocument.Parse(
        """
        {"type":"object","required":["query"],"additionalProperties":false,"properties":{
        "query":{"type":"string","minLength":1,"maxLength":4096,"description":"A question or words, as a person writes them."},
        "top":{"type":"integer","minimum":1,"maximum":50,"description":"Records at most; 5 when left out."},
        "sessionId":{"type":"string","maxLength":128,"description":"Only what was said in this session."}}}
        """).RootElement;

    public string Name => ToolName;

    public JsonElement? InputSchema => Schema;

    public bool IsRemembered => false;

    public async ValueTask<BuiltInToolResult> InvokeAsync(BuiltInToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var arguments = call.Arguments;
        var request = new MemorySearchRequest
        {
            TenantId = call.TenantId,
            Agent = MemoryAgents.KeyOf(call.Agent, call.Team),
            Query = arguments.GetProperty("query").GetString()!,
            Top = arguments.TryGetProperty("top", out var top) ? top.GetInt32() : DefaultTop,
            SessionId = arguments.TryGetProperty("sessionId", out var session) ? session.GetString() : null,
            Subject = call.SeesEverybody ? null : call.EndUser,
            ListsRejected = false,
        };
        var result = await search.SearchAsync(request, cancellationToken);
        var given = await uses.NoteAsync(call.TenantId, MemoryAgents.KeyOf(call.Agent, call.Team), call.RunId, call.SessionId, MemoryAgents.PrincipalOf(call.Agent), result.GivenIds, cancellationToken);
        result = result.Only(given);
        return new BuiltInToolResult(Write(result)) { Label = LabelOf(result) };
    }

    /// <summary>The least of the records; that there is none is the product's own word.</summary>
    private static ContentLabel LabelOf(MemorySearchResult result) => result.Hits.Concat(result.Warnings).Select(static hit => hit.Record.Label)
        .Aggregate(new ContentLabel(Integrity.Trusted, Confidentiality.Public), MessageLabels.Least);

    private static JsonElement Write(MemorySearchResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            Write(json, "hits", result.Hits);
            Write(json, "warnings", result.Warnings);
            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<MemoryHit> hits)
    {
        json.WriteStartArray(name);
        foreach (var (record, score, _) in hits)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, record.Id);
            json.WriteString("text"u8, RecalledText.Mark(record.Text));
            json.WriteString("kind"u8, MemoryRecordJson.NameOf(record.Kind));
            json.WriteString("occurredAt"u8, record.OccurredAt);
            if (record.Speaker is { } speaker) json.WriteString("speaker"u8, speaker);
            if (record.Subject is { } subject) json.WriteString("subject"u8, subject);
            json.WriteString("integrity"u8, LabelNames.Of(record.Label.Integrity));
            json.WriteNumber("score"u8, Math.Round(score, 4));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
