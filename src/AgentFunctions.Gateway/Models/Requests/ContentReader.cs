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

        var reference = kind == ContentKey.Url ? GuardedReferenceKind.RemoteUrl : GuardedReferenceKind.FileId;
        if (json.TokenType == JsonTokenType.String)
        {
            AddString(ref json, reference);
        }
        else if (json.TokenType == JsonTokenType.StartArray && kind != ContentKey.Url)
        {
            var depth = json.CurrentDepth;
            while (json.Read() && !(json.TokenType == JsonTokenType.EndArray && json.CurrentDepth == depth))
                if (json.TokenType == JsonTokenType.String) AddString(ref json, reference);
        }
    }

    private void AddString(ref Utf8JsonReader json, GuardedReferenceKind kind)
    {
        if (kind == GuardedReferenceKind.RemoteUrl && IsInline(json.ValueSpan)) return;
        Add(kind, json.GetString() ?? "", (int)json.TokenStartIndex);
    }

    private void Add(GuardedReferenceKind kind, string value, int offset) => (facts.ReferenceList ??= []).Add(new GuardedReference(kind, value, offset));

    private static bool IsInline(ReadOnlySpan<byte> value) => value.Length >= 5 && Ascii.EqualsIgnoreCase(value[..5], "data:"u8);

    private static ContentKey Classify(ReadOnlySpan<byte> name)
    {
        if (name.Length < 3) return ContentKey.Other;
        return (name[^1] | 0x20) switch
        {
            (byte)'l' when EndsWith(name, "url"u8) => ContentKey.Url,
            (byte)'i' when EndsWith(name, "uri"u8) => ContentKey.Url,
            (byte)'d' when Ascii.EqualsIgnoreCase(name, "file_id"u8) => ContentKey.FileId,
            (byte)'s' when Ascii.EqualsIgnoreCase(name, "file_ids"u8) => ContentKey.FileId,

            // Citations and the record of what a hosted tool did come back from earlier answers; nobody fetches them.
            (byte)'s' when name.SequenceEqual("annotations"u8) => ContentKey.Skipped,
            (byte)'n' when name.SequenceEqual("action"u8) => ContentKey.Skipped,
            _ => ContentKey.Other,
        };
    }

    private static bool EndsWith(ReadOnlySpan<byte> name, ReadOnlySpan<byte> end) => Ascii.EqualsIgnoreCase(name[^end.Length..], end);
}
