using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>
/// Walks <c>messages</c> or <c>input</c> for what a provider would resolve by itself: URLs, file ids, items of its own store. Looks at key names at any depth rather than at known part types,
/// so a part type nobody has heard of yet cannot carry a URL past it.
/// </summary>
internal readonly ref struct ContentReader(ModelOperation operation, RequestKey key, ModelRequestFacts facts)
{
    private const int MaxKeyBytes = 64;

    private string Name => key == RequestKey.Messages ? "messages" : "input";

    public void Read(ref Utf8JsonReader json, ReadOnlySpan<byte> body, ref ApiError? error)
    {
        if (json.TokenType == JsonTokenType.String && key == RequestKey.Input)
        {
            facts.MessageCount = 1;
            return;
        }

        if (json.TokenType == JsonTokenType.Null && operation == ModelOperation.Responses) return;
        if (json.TokenType != JsonTokenType.StartArray)
        {
            error = ApiErrors.InvalidRequest(Name, key == RequestKey.Messages ? "'messages' must be an array." : "'input' must be a string or an array.");
            return;
        }

        var itemDepth = json.CurrentDepth + 1;
        var objectsOnly = operation != ModelOperation.Embeddings;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            facts.MessageCount++;
            if (json.TokenType == JsonTokenType.StartObject)
            {
                ReadItem(ref json, body, itemDepth, ref error);
                if (error is not null) return;
            }
            else if (objectsOnly)
            {
                error = ApiErrors.InvalidRequest(JsonPath.At(body, (int)json.TokenStartIndex), "Every entry must be an object.");
                return;
            }
            else
            {
                json.Skip();
            }
        }

        if (facts.MessageCount == 0 && objectsOnly && key == RequestKey.Messages) error = ApiErrors.InvalidRequest(Name, "'messages' is empty.");
    }

    private void ReadItem(ref Utf8JsonReader json, ReadOnlySpan<byte> body, int itemDepth, ref ApiError? error)
    {
        var item = new InputItem((int)json.TokenStartIndex);
        Span<byte> scratch = stackalloc byte[MaxKeyBytes];
        while (json.Read() && !(json.TokenType == JsonTokenType.EndObject && json.CurrentDepth == itemDepth))
        {
            if (json.TokenType != JsonTokenType.PropertyName) continue;
            var isItemKey = json.CurrentDepth == itemDepth + 1;
            var name = RequestKeys.Unescape(in json, scratch);
            var kind = Classify(name);
            var isTracked = isItemKey && operation == ModelOperation.Responses && InputItem.IsTracked(name);
            if (kind is ContentKey.Other && !isTracked) continue;

            // The name may lie in scratch; take what is needed from it before reading on.
            var tracked = isTracked ? InputItem.Track(name) : default;
            json.Read();
            if (isTracked && !item.Set(tracked, ref json))
            {
                error = ApiErrors.InvalidRequest(JsonPath.At(body, (int)json.TokenStartIndex), "This key appears twice, or is not a string.");
                return;
            }

            if (kind != ContentKey.Other) ReadValue(ref json, kind);
        }

        if (operation == ModelOperation.Responses && item.ReferencedId is { } id) Add(GuardedReferenceKind.Item, id, item.Offset);
    }

    private void ReadValue(ref Utf8JsonReader json, ContentKey kind)
    {
        if (kind == ContentKey.Skipped)
        {
            json.Skip();
            return;
        }

        if (kind == ContentKey.Tools)
        {
            new ToolsReader(facts).ReadNested(json);
        }
        else if (json.TokenType == JsonTokenType.String)
        {
            AddString(in json, kind);
        }
        else if (json.TokenType == JsonTokenType.StartArray)
        {
            // On a copy: objects in the array are walked like any other.
            var array = json;
            while (array.Read() && !(array.TokenType == JsonTokenType.EndArray && array.CurrentDepth == json.CurrentDepth))
            {
                if (array.TokenType == JsonTokenType.String) AddString(in array, kind);
                else if (array.TokenType == JsonTokenType.StartObject) array.Skip();
            }
        }
    }

    private void AddString(in Utf8JsonReader json, ContentKey kind)
    {
        if (kind == ContentKey.Url && IsInline(json.ValueSpan)) return;
        if (kind == ContentKey.Inline && !RemoteContent.IsLikely(in json)) return;
        Add(kind == ContentKey.FileId ? GuardedReferenceKind.FileId : GuardedReferenceKind.RemoteUrl, json.GetString() ?? "", (int)json.TokenStartIndex);
    }

    private void Add(GuardedReferenceKind kind, string value, int offset) => (facts.ReferenceList ??= []).Add(new GuardedReference(kind, value, offset));

    internal static bool IsInline(ReadOnlySpan<byte> value) => value.Length >= 5 && Ascii.EqualsIgnoreCase(value[..5], "data:"u8);

    private ContentKey Classify(ReadOnlySpan<byte> name)
    {
        if (name.Length < 3) return ContentKey.Other;
        return (name[^1] | 0x20) switch
        {
            (byte)'l' when EndsWith(name, "url"u8) => ContentKey.Url,
            (byte)'i' when EndsWith(name, "uri"u8) => ContentKey.Url,
            (byte)'s' when EndsWith(name, "urls"u8) || EndsWith(name, "uris"u8) => ContentKey.Url,
            (byte)'a' when EndsWith(name, "data"u8) => ContentKey.Inline,
            (byte)'e' when Ascii.EqualsIgnoreCase(name, "image"u8) || Ascii.EqualsIgnoreCase(name, "file"u8) => ContentKey.Inline,
            (byte)'o' when Ascii.EqualsIgnoreCase(name, "audio"u8) || Ascii.EqualsIgnoreCase(name, "video"u8) => ContentKey.Inline,
            (byte)'s' when operation == ModelOperation.Responses && Ascii.EqualsIgnoreCase(name, "tools"u8) => ContentKey.Tools,
            (byte)'d' when Ascii.EqualsIgnoreCase(name, "file_id"u8) => ContentKey.FileId,
            (byte)'s' when Ascii.EqualsIgnoreCase(name, "file_ids"u8) => ContentKey.FileId,

            // Citations and the record of what a hosted tool did come back from earlier answers; nobody fetches them.
            (byte)'s' when name.SequenceEqual("annotations"u8) => ContentKey.Skipped,
            (byte)'n' when name.SequenceEqual("action"u8) => ContentKey.Skipped,
            _ => ContentKey.Other,
        };
    }

    private static bool EndsWith(ReadOnlySpan<byte> name, ReadOnlySpan<byte> end) => name.Length >= end.Length && Ascii.EqualsIgnoreCase(name[^end.Length..], end);
}
