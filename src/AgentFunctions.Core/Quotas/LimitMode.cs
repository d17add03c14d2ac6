using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Quotas;

/// <summary>Whether a limit refuses or only tells what it would have refused.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LimitMode>))]
public enum LimitMode
{
    [JsonStringEnumMemberName("enforce")]
    Enforce,

    [JsonStringEnumMemberName("shadow")]
    Shadow,
}
