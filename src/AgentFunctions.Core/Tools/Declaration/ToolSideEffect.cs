using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Tools.Declaration;

/// <summary>What a call of a tool may change.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ToolSideEffect>))]
public enum ToolSideEffect
{
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>Something that another call can undo.</summary>
    [JsonStringEnumMemberName("reversible")]
    Reversible,

    [JsonStringEnumMemberName("irreversible")]
    Irreversible,
}
