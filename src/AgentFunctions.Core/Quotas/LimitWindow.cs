using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Quotas;

/// <summary>The time over which a limit counts. UTC calendar; the window's id is part of the counter's key, so nothing resets.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LimitWindow>))]
public enum LimitWindow
{
    /// <summary>Of concurrency, which has none.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    [JsonStringEnumMemberName("minute")]
    Minute,

    [JsonStringEnumMemberName("hour")]
    Hour,

    [JsonStringEnumMemberName("day")]
    Day,

    [JsonStringEnumMemberName("month")]
    Month,

    /// <summary>Each run by itself; calls without a run are not counted.</summary>
    [JsonStringEnumMemberName("run")]
    Run,

    /// <summary>Never ends.</summary>
    [JsonStringEnumMemberName("total")]
    Total,
}
