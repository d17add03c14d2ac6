using System.Collections.Concurrent;
using AgentFunctions.Gateway.Models.Admission;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>
/// Slows down what an operator throttled (tenant, team, agent, key or model): one call at a time, begun at most once a second. The admit stage has the ledger hold that for all processes together; this lane refuses what
/// this process alone knows to be too much, before anything is parsed further or the store is asked.
/// </summary>
internal sealed class ThrottleStage(TimeProvider time) : IModelCallStage
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<(string Tenant, string What), Lane> _lanes = new();

    public ValueTask<ModelAnswer> InvokeAsync(ModelCall call, ModelCallHandler next, CancellationToken cancellationToken)
    {
        var throttled = ThrottledThings.NamesOf(call, time.GetUtcNow());
        return throttled.Count == 0 ? next(call, cancellationToken) : ThrottleAsync(call, throttled[0], next, cancellationToken);
    }

    private async ValueTask<ModelAnswer> ThrottleAsync(ModelCall call, string what, ModelCallHandler next, CancellationToken cancellationToken)
    {
        var lane = _lanes.GetOrAdd((call.Caller.Principal.TenantId, what), static _ => new Lane());
        if (lane.TryEnter(time) is { } wait) return new RefusedModelAnswer(LimitErrors.Throttled(what, wait));
        var isHandedOn = false;
        try
        {
            var answer = await next(call, cancellationToken);
            if (answer is not StreamedModelAnswer streamed) return answer;
            isHandedOn = true;
            return streamed.WithEvents(events => new ObservedEventReader(events, _ => lane.Leave()));
        }
        finally
        {
            if (!isHandedOn) lane.Leave();
        }
    }

    private sealed class Lane
    {
        private readonly Lock _gate = new();
        private long? _last;
        private bool _isBusy;

        /// <summary>null: entered; else how long to wait.</summary>
        public TimeSpan? TryEnter(TimeProvider time)
        {
            lock (_gate)
            {
                var since = _last is { } last ? time.GetElapsedTime(last) : Interval;
                if (_isBusy || since < Interval) return since < Interval ? Interval - since : Interval;
                (_last, _isBusy) = (time.GetTimestamp(), true);
                return null;
            }
        }

        public void Leave()
        {
            lock (_gate) _isBusy = false;
        }
    }
}
