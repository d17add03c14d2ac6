using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Quotas;

/// <summary>What a limit counts. docs/limits.md says exactly what counts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LimitUnit>))]
public enum LimitUnit
{
    /// <summary>Money, in nano-dollars.</summary>
    [JsonStringEnumMemberName("usd")]
    Usd,

    /// <summary>Input and output tokens together.</summary>
    [JsonStringEnumMemberName("tokens")]
    Tokens,

    /// <summary>Admitted calls; for a provider, attempts.</summary>
    [JsonStringEnumMemberName("requests")]
    Requests,

    /// <summary>Bytes of bodies sent out.</summary>
    [JsonStringEnumMemberName("bytes")]
    Bytes,

    /// <summary>Calls at the same time; takes no window.</summary>
    [JsonStringEnumMemberName("concurrent")]
    Concurrent,
}
