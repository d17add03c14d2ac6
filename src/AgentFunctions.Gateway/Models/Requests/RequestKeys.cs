using System.Text;
using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>Finds a known key whatever its escapes and letter case: a provider that reads keys loosely must not see a key the gateway did not.</summary>
internal static class RequestKeys
{
    private const int MaxKeyBytes = 32;

    private static readonly (byte[] Name, string Text, RequestKey Key)[] Known =
    [
        ("model"u8.ToArray(), "model", RequestKey.Model),
        ("messages"u8.ToArray(), "messages", RequestKey.Messages),
        ("input"u8.ToArray(), "input", RequestKey.Input),
        ("stream"u8.ToArray(), "stream", RequestKey.Stream),
        ("stream_options"u8.ToArray(), "stream_options", RequestKey.StreamOptions),
        ("n"u8.ToArray(), "n", RequestKey.N),
        ("max_tokens"u8.ToArray(), "max_tokens", RequestKey.MaxTokens),
        ("max_completion_tokens"u8.ToArray(), "max_completion_tokens", RequestKey.MaxCompletionTokens),
        ("max_output_tokens"u8.ToArray(), "max_output_tokens", RequestKey.MaxOutputTokens),
        ("tools"u8.ToArray(), "tools", RequestKey.Tools),
        ("web_search_options"u8.ToArray(), "web_search_options", RequestKey.WebSearchOptions),
        ("data_sources"u8.ToArray(), "data_sources", RequestKey.DataSources),
        ("plugins"u8.ToArray(), "plugins", RequestKey.Plugins),
        ("search_parameters"u8.ToArray(), "search_parameters", RequestKey.SearchParameters),
        ("models"u8.ToArray(), "models", RequestKey.Models),
        ("user"u8.ToArray(), "user", RequestKey.User),
        ("safety_identifier"u8.ToArray(), "safety_identifier", RequestKey.SafetyIdentifier),
        ("metadata"u8.ToArray(), "metadata", RequestKey.Metadata),
        ("store"u8.ToArray(), "store", RequestKey.Store),
        ("background"u8.ToArray(), "background", RequestKey.Background),
        ("previous_response_id"u8.ToArray(), "previous_response_id", RequestKey.PreviousResponseId),
        ("conversation"u8.ToArray(), "conversation", RequestKey.Conversation),
        ("prompt"u8.ToArray(), "prompt", RequestKey.Prompt),
        ("prediction"u8.ToArray(), "prediction", RequestKey.Prediction),

        // llama.cpp's own cap goes before every other; vLLM takes another template, or larger pictures, from the request.
        ("n_predict"u8.ToArray(), "n_predict", RequestKey.Unbounded),
        ("chat_template"u8.ToArray(), "chat_template", RequestKey.Unbounded),
        ("mm_processor_kwargs"u8.ToArray(), "mm_processor_kwargs", RequestKey.Unbounded),
        ("media_io_kwargs"u8.ToArray(), "media_io_kwargs", RequestKey.Unbounded),
        ("service_tier"u8.ToArray(), "service_tier", RequestKey.ServiceTier),
    ];

    /// <summary>The known key under the reader, or None. <paramref name="exact"/> is false when only the letter case differs.</summary>
    public static RequestKey Find(in Utf8JsonReader json, out string name, out bool exact)
    {
        Span<byte> scratch = stackalloc byte[MaxKeyBytes];
        var key = Unescape(in json, scratch);
        foreach (var (bytes, text, known) in Known)
        {
            if (bytes.Length != key.Length) continue;
            exact = key.SequenceEqual(bytes);
            if (!exact && !Ascii.EqualsIgnoreCase(key, bytes)) continue;
            name = text;
            return known;
        }

        (name, exact) = ("", true);
        return RequestKey.None;
    }

    /// <summary>The key under the reader without escapes; empty when it is longer than any known key.</summary>
    public static ReadOnlySpan<byte> Unescape(in Utf8JsonReader json, Span<byte> scratch)
    {
        if (!json.ValueIsEscaped) return json.ValueSpan;
        const int LongestEscape = 6;
        if (json.ValueSpan.Length > scratch.Length * LongestEscape) return default;
        Span<byte> whole = stackalloc byte[json.ValueSpan.Length];
        var length = json.CopyString(whole);
        if (length > scratch.Length) return default;
        whole[..length].CopyTo(scratch);
        return scratch[..length];
    }
}
