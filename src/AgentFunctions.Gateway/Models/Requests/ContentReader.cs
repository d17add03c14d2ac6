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
        facts.LastItemIsToolResult = false;
        Span<byte> scratch = stackalloc byte[MaxKeyBytes];
        var literal = int.MaxValue;
        while (json.Read() && !(json.TokenType == JsonTokenType.EndObject && json.CurrentDepth == itemDepth))
        {
            if (json.TokenType != JsonTokenType.PropertyName) continue;
            var isItemKey = json.CurrentDepth == itemDepth + 1;
            var name = RequestKeys.Unescape(in json, scratch);
            var kind = ContentKeys.Classify(name, operation);

            // What a tool was called with is written out as it is, images in place included.
            if (json.CurrentDepth <= literal) literal = ContentKeys.IsLiteral(name) ? json.CurrentDepth : int.MaxValue;
            var isLiteral = json.CurrentDepth > literal;
            var isTracked = isItemKey && operation == ModelOperation.Responses && InputItem.IsTracked(name);
            var isRole = isItemKey && operation == ModelOperation.Chat && name.SequenceEqual("role"u8);
            if (kind is ContentKey.Other && !isTracked && !isRole) continue;

            // The name may lie in scratch; take what is needed from it before reading on.
            var tracked = isTracked ? InputItem.Track(name) : default;
            var isDocument = MediaKinds.IsDocumentName(name);
            json.Read();
            if (isRole && json.TokenType == JsonTokenType.String) facts.LastItemIsToolResult = json.ValueTextEquals("tool"u8) || json.ValueTextEquals("function"u8);
            if (isTracked && !item.Set(tracked, ref json))
            {
                error = ApiErrors.InvalidRequest(JsonPath.At(body, (int)json.TokenStartIndex), "This key appears twice, or is not a string.");
                return;
            }

            if (kind != ContentKey.Other) ReadValue(ref json, body, kind, isDocument, isLiteral);
        }

        if (operation != ModelOperation.Responses) return;
        facts.LastItemIsToolResult = item.IsToolResult;
        if (item.ReferencedId is { } id) Add(GuardedReferenceKind.Item, id, item.Offset);
    }

    private void ReadValue(ref Utf8JsonReader json, ReadOnlySpan<byte> body, ContentKey kind, bool isDocument, bool isLiteral)
    {
        switch (kind)
        {
            case ContentKey.Skipped:
                json.Skip();
                break;
            case ContentKey.Type:
                facts.Media.AddType(in json);
                break;
            case ContentKey.Tools:
                new ToolsReader(facts).ReadNested(json, body);
                break;
            case ContentKey.Audio when json.TokenType == JsonTokenType.StartObject:
                // An assistant's earlier sound, by its id.
                facts.Media.Add(isDocument: false);
                break;
            default:
                ReadContent(in json, kind, isDocument, isLiteral);
                break;
        }
    }

    private void ReadContent(in Utf8JsonReader json, ContentKey kind, bool isDocument, bool isLiteral)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            AddString(in json, kind, isDocument, isLiteral);
        }
        else if (json.TokenType == JsonTokenType.StartArray)
        {
            // On a copy: objects in the array are walked like any other.
            var array = json;
            while (array.Read() && !(array.TokenType == JsonTokenType.EndArray && array.CurrentDepth == json.CurrentDepth))
            {
                if (array.TokenType == JsonTokenType.String) AddString(in array, kind, isDocument, isLiteral);
                else if (array.TokenType == JsonTokenType.StartObject) array.Skip();
            }
        }
    }

    private void AddString(in Utf8JsonReader json, ContentKey kind, bool isDocument, bool isLiteral)
    {
        facts.Media.AddContent(json.ValueSpan, kind == ContentKey.Url && !isLiteral, isDocument);
        if (kind == ContentKey.Url && ContentKeys.IsInline(json.ValueSpan)) return;
        if (kind is ContentKey.Inline or ContentKey.Audio && !RemoteContent.IsLikely(in json)) return;
        Add(kind == ContentKey.FileId ? GuardedReferenceKind.FileId : GuardedReferenceKind.RemoteUrl, json.GetString() ?? "", (int)json.TokenStartIndex);
    }

    private void Add(GuardedReferenceKind kind, string value, int offset) => (facts.ReferenceList ??= []).Add(new GuardedReference(kind, value, offset));
}
