using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>Tells a top-level member by its name. Names that are read here were checked for their letter case before.</summary>
internal static class RequestMembers
{
    public static RequestMember Of(in Utf8JsonReader name)
    {
        if (name.ValueTextEquals("messages"u8) || name.ValueTextEquals("input"u8) || name.ValueTextEquals("instructions"u8)) return RequestMember.Content;
        if (name.ValueTextEquals("tools"u8) || name.ValueTextEquals("functions"u8) || name.ValueTextEquals("response_format"u8) || name.ValueTextEquals("text"u8)) return RequestMember.Layout;
        var isUnused = name.ValueTextEquals("model"u8) || name.ValueTextEquals("metadata"u8) || name.ValueTextEquals("logit_bias"u8) || name.ValueTextEquals("user"u8)
            || name.ValueTextEquals("safety_identifier"u8) || name.ValueTextEquals("prompt_cache_key"u8) || name.ValueTextEquals("stream_options"u8);
        return isUnused ? RequestMember.Unused : RequestMember.Other;
    }
}
