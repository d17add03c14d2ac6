using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>Reads the type of every tool. Anything but <c>function</c> and <c>custom</c> is run by the provider and needs a right; so do the files, containers and URLs such a tool names.</summary>
internal readonly ref struct ToolsReader(ModelRequestFacts facts)
{
    private const int MaxKeyBytes = 64;

    public void Read(ref Utf8JsonReader json, ReadOnlySpan<byte> body, ref ApiError? error)
    {
        if (json.TokenType == JsonTokenType.Null) return;
        if (json.TokenType != JsonTokenType.StartArray)
        {
            error = ApiErrors.InvalidRequest("tools", "'tools' must be an array.");
            return;
        }

        var first = json.TokenStartIndex;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            facts.ToolCount++;
            var start = (int)json.TokenStartIndex;
            var type = json.TokenType == JsonTokenType.StartObject ? ReadTool(ref json) : null;
            if (type is not null) continue;
            error = ApiErrors.InvalidRequest(JsonPath.At(body, start) + ".type", "Every tool is an object with one string 'type'.");
            return;
        }

        facts.AddLaidOut(body[(int)first..(int)json.BytesConsumed]);
    }

    /// <summary>
    /// Tools inside an input item (<c>tool_search_output</c>, <c>mcp_list_tools</c>): some kinds have no type there, but those that are run by the provider do. Works on a copy, so the walk goes on as if
    /// nothing had been read.
    /// </summary>
    public void ReadNested(Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        if (json.TokenType != JsonTokenType.StartArray) return;
        var depth = json.CurrentDepth;
        var first = json.TokenStartIndex;
        Span<byte> scratch = stackalloc byte[MaxKeyBytes];
        while (json.Read() && !(json.TokenType == JsonTokenType.EndArray && json.CurrentDepth == depth))
        {
            if (json.TokenType == JsonTokenType.StartObject && json.CurrentDepth == depth + 1) facts.ToolCount++;
            if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != depth + 2 || !Ascii.EqualsIgnoreCase(RequestKeys.Unescape(in json, scratch), "type"u8)) continue;
            json.Read();
            if (json.TokenType != JsonTokenType.String || json.ValueTextEquals("function"u8) || json.ValueTextEquals("custom"u8)) continue;
            (facts.ReferenceList ??= []).Add(new GuardedReference(GuardedReferenceKind.HostedTool, json.GetString()!, (int)json.TokenStartIndex));
            facts.HostedToolCount++;
        }

        facts.AddLaidOut(body[(int)first..(int)json.BytesConsumed]);
    }

    private string? ReadTool(ref Utf8JsonReader json)
    {
        string? type = null;
        var typeOffset = 0;
        List<GuardedReference>? named = null;
        var depth = json.CurrentDepth;
        Span<byte> scratch = stackalloc byte[MaxKeyBytes];
        while (json.Read() && !(json.TokenType == JsonTokenType.EndObject && json.CurrentDepth == depth))
        {
            if (json.TokenType != JsonTokenType.PropertyName) continue;
            var name = RequestKeys.Unescape(in json, scratch);
            var isType = json.CurrentDepth == depth + 1 && Ascii.EqualsIgnoreCase(name, "type"u8);
            var isFile = Ascii.EqualsIgnoreCase(name, "file_id"u8) || Ascii.EqualsIgnoreCase(name, "file_ids"u8);
            var isContainer = json.CurrentDepth == depth + 1 && Ascii.EqualsIgnoreCase(name, "container"u8);
            if (isFile) ReadIds(ref json, ref named);
            else if (isContainer) ReadContainer(ref json, ref named);
            else if (IsUrl(name)) ReadUrl(ref json, ref named);
            if (!isType) continue;
            json.Read();
            if (type is not null || json.TokenType != JsonTokenType.String) return null;
            (type, typeOffset) = (Known(ref json), (int)json.TokenStartIndex);
        }

        if (type is null or "function" or "custom") return type;
        facts.HostedToolCount++;
        facts.ReferenceList ??= [];
        facts.ReferenceList.Add(new GuardedReference(GuardedReferenceKind.HostedTool, type, typeOffset));
        if (named is not null) facts.ReferenceList.AddRange(named);
        return type;
    }

    /// <summary>A container by its id may be another agent's; one the provider makes for the call is an object.</summary>
    private static void ReadContainer(ref Utf8JsonReader json, ref List<GuardedReference>? named)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String) Add(ref json, ref named, GuardedReferenceKind.FileId);
    }

    private static void ReadUrl(ref Utf8JsonReader json, ref List<GuardedReference>? named)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String && !ContentKeys.IsInline(json.ValueSpan)) Add(ref json, ref named, GuardedReferenceKind.RemoteUrl);
    }

    private static bool IsUrl(ReadOnlySpan<byte> name) => name.Length >= 3 && (Ascii.EqualsIgnoreCase(name[^3..], "url"u8) || Ascii.EqualsIgnoreCase(name[^3..], "uri"u8));

    private static void ReadIds(ref Utf8JsonReader json, ref List<GuardedReference>? named)
    {
        json.Read();
        var depth = json.CurrentDepth;
        if (json.TokenType == JsonTokenType.String) Add(ref json, ref named, GuardedReferenceKind.FileId);
        if (json.TokenType != JsonTokenType.StartArray) return;
        while (json.Read() && !(json.TokenType == JsonTokenType.EndArray && json.CurrentDepth == depth))
            if (json.TokenType == JsonTokenType.String) Add(ref json, ref named, GuardedReferenceKind.FileId);
    }

    private static void Add(ref Utf8JsonReader json, ref List<GuardedReference>? named, GuardedReferenceKind kind) =>
        (named ??= []).Add(new GuardedReference(kind, json.GetString() ?? "", (int)json.TokenStartIndex));

    private static string Known(ref Utf8JsonReader json) => json.ValueTextEquals("function"u8) ? "function" : json.GetString()!;
}
