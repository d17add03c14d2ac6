using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Resources.States;

/// <summary>Whether a tenant, team, agent, key, model or provider is in service. Ordered: of several on a path the highest counts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OperatingState>))]
public enum OperatingState
{
    [JsonStringEnumMemberName("active")]
    Active,

    /// <summary>In service at a reduced rate.</summary>
    [JsonStringEnumMemberName("throttled")]
    Throttled,

    /// <summary>New calls are refused; calls under way may end.</summary>
    [JsonStringEnumMemberName("suspended")]
    Suspended,

    /// <summary>New calls are refused and calls under way are cut.</summary>
    [JsonStringEnumMemberName("killed")]
    Killed,
}
