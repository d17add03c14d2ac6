using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Resources;

/// <summary>How a call picks among healthy targets; the others follow as fail-over.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RoutingStrategy>))]
public enum RoutingStrategy
{
    /// <summary>Lowest <see cref="TargetSpec.Priority"/> first; equal priorities by weight.</summary>
    [JsonStringEnumMemberName("priority")]
    Priority,

    /// <summary>At random in proportion to <see cref="TargetSpec.Weight"/>.</summary>
    [JsonStringEnumMemberName("weighted")]
    Weighted,

    /// <summary>Lowest price for the call's estimated input and output; unpriced targets last.</summary>
    [JsonStringEnumMemberName("cheapest")]
    Cheapest,

    /// <summary>Lowest observed time to first token (exponentially weighted); unobserved targets first.</summary>
    [JsonStringEnumMemberName("fastest")]
    Fastest,

    /// <summary>Fewest calls in flight from this process, relative to weight.</summary>
    [JsonStringEnumMemberName("least-loaded")]
    LeastLoaded,
}
