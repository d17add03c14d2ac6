using System.Text.Json.Serialization;

namespace AgentFunctions.Workflows.Agents.Steps;

/// <summary>What a proposed call would call. In journals by these names.</summary>
internal enum ProposedCallKind
{
    [JsonStringEnumMemberName("tool")]
    Tool,

    [JsonStringEnumMemberName("agent")]
    Helper,

    /// <summary>Unknown, or not to be read: the model is told.</summary>
    [JsonStringEnumMemberName("rejected")]
    Rejected,
}
