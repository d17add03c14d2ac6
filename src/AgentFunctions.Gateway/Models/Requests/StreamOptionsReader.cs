using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>Reads <c>stream_options</c>: whether the caller wants usage, and where to ask for it otherwise.</summary>
internal readonly ref struct StreamOptionsReader(ModelRequestFacts facts)
{
    private const string Name = "stream_options";
    private const string IncludeUsage = "stream_options.include_usage";

    public void Read(ref Utf8JsonReader json, ref ApiError? error)
    {
        var start = (int)json.TokenStartIndex;
        if (json.TokenType == JsonTokenType.StartObject)
        {
            (facts.StreamOptionsIsObject, facts.StreamOptionsIsEmpty) = (true, true);
            ReadMembers(ref json, ref error);
        }
        else if (json.TokenType != JsonTokenType.Null)
        {
            error ??= ApiErrors.InvalidRequest(Name, "'stream_options' must be an object.");
        }

        facts.StreamOptionsValue = new JsonSpan(start, (int)json.BytesConsumed - start);
    }

    private void ReadMembers(ref Utf8JsonReader json, ref ApiError? error)
    {
        Span<byte> scratch = stackalloc byte[32];
        while (error is null && json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            facts.StreamOptionsIsEmpty = false;
            var option = RequestKeys.Unescape(in json, scratch);
            var isUsage = Ascii.EqualsIgnoreCase(option, "include_usage"u8);
            if (isUsage && !option.SequenceEqual("include_usage"u8)) error = ApiErrors.InvalidRequest(IncludeUsage, "Write 'include_usage' in lower case.");
            else if (isUsage && facts.IncludeUsageValue.IsPresent) error = ApiErrors.InvalidRequest(IncludeUsage, "'include_usage' appears twice.");
            json.Read();
            if (isUsage) ReadUsage(in json, ref error);
            else json.Skip();
        }
    }

    private void ReadUsage(in Utf8JsonReader json, ref ApiError? error)
    {
        facts.IncludeUsageValue = new JsonSpan((int)json.TokenStartIndex, (int)(json.BytesConsumed - json.TokenStartIndex));
        facts.IncludeUsage = json.TokenType == JsonTokenType.True;
        if (json.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null)) error ??= ApiErrors.InvalidRequest(IncludeUsage, "'stream_options.include_usage' must be true or false.");
    }
}
