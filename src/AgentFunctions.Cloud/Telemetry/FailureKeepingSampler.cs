using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using OpenTelemetry;

namespace AgentFunctions.Cloud.Telemetry;

/// <summary>
/// Thins out spans before they are exported, by trace, so that a kept trace is whole. A sampler decides when a span begins and cannot know what comes of it; this decides at its end and keeps every span that failed. It
/// must stand before the exporter, which passes over spans that are not recorded.
/// </summary>
internal sealed class FailureKeepingSampler(double share) : BaseProcessor<Activity>
{
    private const int FirstFailure = 400;
    private static readonly string[] StatusTags = ["http.response.status_code", "http.status_code"];
    private readonly ulong _bound = share >= 1 ? ulong.MaxValue : (ulong)(share * ulong.MaxValue);

    public override void OnEnd(Activity data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (share >= 1 || IsKept(data.TraceId) || HasFailed(data)) return;
        data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }

    /// <summary>The same for every span of a trace, in every process.</summary>
    private bool IsKept(ActivityTraceId trace)
    {
        Span<byte> bytes = stackalloc byte[16];
        trace.CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) < _bound;
    }

    private static bool HasFailed(Activity activity)
    {
        if (activity.Status == ActivityStatusCode.Error || activity.GetTagItem("error.type") is not null || activity.Events.Any(static one => one.Name == "exception")) return true;
        return StatusTags.Any(name => activity.GetTagItem(name) is { } status && int.TryParse(Convert.ToString(status, CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code >= FirstFailure);
    }
}
