using System.Collections.Concurrent;
using System.Text.Json;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>A provider that answers calls as they are planned, and counts how often each came.</summary>
internal sealed class PlannedUpstream
{
    private readonly ConcurrentDictionary<string, PlannedCall> _plans = new();
    private readonly ConcurrentDictionary<string, int> _attempts = new();

    public PlannedUpstream(ScriptedUpstream upstream) => upstream.Default = Take;

    public void Add(PlannedCall plan) => _plans[plan.Marker] = plan;

    /// <summary>How often the provider was asked.</summary>
    public int Attempts(string marker) => _attempts.GetValueOrDefault(marker);

    private UpstreamReply Take(UpstreamRequest request)
    {
        var marker = JsonDocument.Parse(request.Body).RootElement.GetProperty("user").GetString()!;
        var plan = _plans[marker];
        var attempt = _attempts.AddOrUpdate(marker, 1, static (_, before) => before + 1);
        if (attempt == 1 && plan.BreaksFirst) return PlannedReplies.Broken(plan);
        return attempt <= plan.Failures ? PlannedReplies.Failure : PlannedReplies.Of(plan);
    }
}
