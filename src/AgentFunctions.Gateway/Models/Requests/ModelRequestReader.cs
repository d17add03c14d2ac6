using System.Text.Json;
using System.Text.Unicode;
using AgentFunctions.Core.Errors;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>
/// Reads a request body once. Strict where a second parser could see something else: UTF-8, no comments, no trailing data, depth at most 64, and every key the gateway reads appears once,
/// in its own letter case.
/// </summary>
internal ref struct ModelRequestReader
{
    private const int MaxChoices = 128;
    private const int MaxNameLength = 256;

    private readonly ModelOperation _operation;
    private readonly ModelRequestFacts _facts;
    private readonly ReadOnlySpan<byte> _body;
    private Utf8JsonReader _json;
    private ulong _seen;
    private ApiError? _error;

    private ModelRequestReader(ReadOnlySpan<byte> body, ModelOperation operation)
    {
        _body = body;
        _operation = operation;
        _facts = new ModelRequestFacts();
        _json = new Utf8JsonReader(body);
    }

    /// <summary>Reads the body; null and the facts, or what is wrong with it.</summary>
    public static ApiError? Read(ReadOnlySpan<byte> body, ModelOperation operation, bool modelFromPath, out ModelRequestFacts facts)
    {
        var reader = new ModelRequestReader(body, operation);
        facts = reader._facts;
        if (body.IsEmpty) return ApiErrors.InvalidRequest(null, "The body is empty; send a JSON object.");
        if (!Utf8.IsValid(body)) return ApiErrors.InvalidRequest(null, "The body is not valid UTF-8.");
        try
        {
            reader.ReadRoot();
        }
        catch (JsonException exception)
        {
            return ApiErrors.InvalidRequest(
                null, $"The body is not valid JSON, or nested deeper than 64 levels: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            return ApiErrors.InvalidRequest(null, "The body has a string with a lone surrogate escape where the gateway has to read it.");
        }

        return reader._error ?? reader.Required(modelFromPath);
    }

    private void ReadRoot()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _error = ApiErrors.InvalidRequest(null, "The body must be a JSON object.");
            return;
        }

        _facts.RootOffset = (int)_json.TokenStartIndex;
        _facts.RootIsEmpty = true;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            _facts.RootIsEmpty = false;
            var keySpan = Token();
            var key = RequestKeys.Find(in _json, out var name, out var exact);
            _json.Read();
            if (key == RequestKey.None)
            {
                SkipLaidOut();
                continue;
            }

            if (!exact) Refuse(name, $"Write '{name}' in lower case.");
            else if (key != RequestKey.Unbounded && !MarkSeen((int)key)) Refuse(name, $"'{name}' appears twice.");
            else ReadKey(key, name, keySpan);
            if (_error is not null) return;
        }

        // Reads on to the very end: anything after the root object is refused by the reader.
        _json.Read();
    }

    private void ReadKey(RequestKey key, string name, JsonSpan keySpan)
    {
        switch (key)
        {
            case RequestKey.Model:
                _facts.ModelValue = Token();
                _facts.Model = ReadName(name, nullable: false);
                if (_facts.Model is { Length: 0 }) Refuse(name, "'model' is empty.");
                break;
            case RequestKey.Messages or RequestKey.Input:
                new ContentReader(_operation, key, _facts).Read(ref _json, _body, ref _error);
                break;
            case RequestKey.Stream:
                _facts.Stream = ReadBoolean(name) ?? false;
                if (_facts.Stream && _operation == ModelOperation.Embeddings) Refuse(name, "Embeddings are not streamed; leave 'stream' out.");
                break;
            case RequestKey.StreamOptions:
                new StreamOptionsReader(_facts).Read(ref _json, ref _error);
                break;
            case RequestKey.N:
                if (_operation != ModelOperation.Chat) Refuse(name, "'n' belongs to chat completions.");
                else _facts.Choices = ReadCount(name, MaxChoices) ?? 1;
                break;
            case RequestKey.MaxTokens or RequestKey.MaxCompletionTokens or RequestKey.MaxOutputTokens:
                ReadOutputLimit(name, keySpan);
                break;
            case RequestKey.Tools:
                new ToolsReader(_facts).Read(ref _json, _body, ref _error);
                break;
            case RequestKey.Models:
                // OpenRouter falls back to these, past the agent's own list of models.
                if (_json.TokenType != JsonTokenType.Null) _error = ApiErrors.UnsupportedParameter(name, "Fall-back models are the operator's to declare, as targets of the model; leave 'models' out.");
                break;
            case RequestKey.Unbounded:
                if (_json.TokenType != JsonTokenType.Null) _error = ApiErrors.UnsupportedParameter(name, $"With '{name}' a call could use more than its limits hold for it; leave it out. Output is capped by max_tokens.");
                break;
            case RequestKey.ServiceTier:
                if (!ServiceTiers.IsOrdinary(in _json)) _error = ApiErrors.UnsupportedParameter(name, "Only service tiers that cost no more than the declared price are served: auto, default, flex.");
                _json.Skip();
                break;
            case RequestKey.WebSearchOptions or RequestKey.DataSources or RequestKey.Plugins or RequestKey.SearchParameters:
                if (_json.TokenType != JsonTokenType.Null) Guard(GuardedReferenceKind.HostedTool, name);
                if (_json.TokenType != JsonTokenType.Null) _facts.HostedToolCount++;
                _json.Skip();
                break;
            case RequestKey.User:
                _facts.User = ReadText(name);
                break;
            case RequestKey.SafetyIdentifier:
                _facts.SafetyIdentifier = ReadText(name);
                break;
            case RequestKey.Metadata:
                ReadMetadata(name);
                break;
            case RequestKey.Prediction:
                var start = _json.TokenStartIndex;
                _json.Skip();
                _facts.PredictionBytes = _json.BytesConsumed - start;
                break;
            case RequestKey.Store:
                _facts.Store = ReadBoolean(name);
                break;
            default:
                ReadStateKey(key, name);
                break;
        }
    }

    /// <summary>Keys that tie a response to state at the provider; other surfaces do not know them and pass them on as they are.</summary>
    private void ReadStateKey(RequestKey key, string name)
    {
        if (_operation != ModelOperation.Responses || _json.TokenType == JsonTokenType.Null)
        {
            _json.Skip();
            return;
        }

        switch (key)
        {
            case RequestKey.Background:
                _facts.Background = ReadBoolean(name) ?? false;
                break;
            case RequestKey.PreviousResponseId:
                _facts.PreviousResponseId = ReadName(name, nullable: true);
                break;
            default:
                Guard(key == RequestKey.Prompt ? GuardedReferenceKind.Prompt : GuardedReferenceKind.Conversation, name);
                _json.Skip();
                break;
        }
    }

    private void ReadOutputLimit(string name, JsonSpan keySpan)
    {
        var value = Token();
        var limit = ReadCount(name, int.MaxValue);
        var field = new OutputLimitField(name, keySpan, value);
        if (limit is null)
        {
            (_facts.EmptyOutputLimits ??= []).Add(field);
            return;
        }

        if (_facts.OutputLimitField is not null) Refuse(name, "Send only one of max_tokens, max_completion_tokens and max_output_tokens.");
        (_facts.OutputLimit, _facts.OutputLimitField) = (limit, field);
    }

    /// <summary>Anything that is not read here: what holds more than a value may be written into the prompt in another form.</summary>
    private void SkipLaidOut()
    {
        var start = _json.TokenStartIndex;
        _json.Skip();
        if (_json.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray) _facts.AddLaidOut(_body[(int)start..(int)_json.BytesConsumed]);
    }

    private void ReadMetadata(string name)
    {
        var start = (int)_json.TokenStartIndex;
        if (_json.TokenType == JsonTokenType.Null) return;
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            Refuse(name, "'metadata' must be an object.");
            return;
        }

        _json.Skip();
        _facts.Metadata = new JsonSpan(start, (int)_json.BytesConsumed - start);
    }

    private readonly ApiError? Required(bool modelFromPath)
    {
        if (_facts.Model is null && !modelFromPath) return ApiErrors.InvalidRequest("model", "'model' is missing.");
        return _operation switch
        {
            ModelOperation.Chat when !Seen(RequestKey.Messages) => ApiErrors.InvalidRequest("messages", "'messages' is missing."),
            ModelOperation.Embeddings when !Seen(RequestKey.Input) => ApiErrors.InvalidRequest("input", "'input' is missing."),
            _ => null,
        };
    }

    private bool? ReadBoolean(string name)
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.Null:
                return null;
            default:
                Refuse(name, $"'{name}' must be true or false.");
                return null;
        }
    }

    private int? ReadCount(string name, int most)
    {
        if (_json.TokenType == JsonTokenType.Null) return null;
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetInt32(out var value) && value >= 1 && value <= most) return value;
        Refuse(name, $"'{name}' must be a whole number from 1 to {most}.");
        return null;
    }

    private string? ReadName(string name, bool nullable)
    {
        if (_json.TokenType == JsonTokenType.String && _json.ValueSpan.Length <= MaxNameLength) return _json.GetString();
        if (nullable && _json.TokenType == JsonTokenType.Null) return null;
        Refuse(name, $"'{name}' must be a string of at most {MaxNameLength} bytes.");
        return null;
    }

    private string? ReadText(string name)
    {
        if (_json.TokenType is JsonTokenType.String or JsonTokenType.Null) return _json.GetString();
        Refuse(name, $"'{name}' must be a string.");
        return null;
    }

    private readonly void Guard(GuardedReferenceKind kind, string value) =>
        (_facts.ReferenceList ??= []).Add(new GuardedReference(kind, value, (int)_json.TokenStartIndex));

    private void Refuse(string param, string message) => _error ??= ApiErrors.InvalidRequest(param, message);

    private readonly JsonSpan Token() => new((int)_json.TokenStartIndex, (int)(_json.BytesConsumed - _json.TokenStartIndex));

    private bool MarkSeen(int bit)
    {
        var mask = 1UL << bit;
        var isNew = (_seen & mask) == 0;
        _seen |= mask;
        return isNew;
    }

    private readonly bool Seen(RequestKey key) => (_seen & (1UL << (int)key)) != 0;
}
