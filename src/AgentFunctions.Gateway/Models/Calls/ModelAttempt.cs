using System.Diagnostics;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Routing;

namespace AgentFunctions.Gateway.Models.Calls;

/// <summary>One attempt at one target. Each attempt is charged for what it produced, so each keeps its own usage.</summary>
public sealed class ModelAttempt
{
    private int _completed;

    internal ModelAttempt(string callId, int number, TargetSpec target, string deployment, TargetHealth health, BreakerSpec breaker)
    {
        CallId = callId;
        Number = number;
        Target = target;
        Deployment = deployment;
        Health = health;
        Breaker = breaker;
    }

    /// <summary>Id of the call it belongs to.</summary>
    public string CallId { get; }

    /// <summary>1, 2, 3... over the whole call.</summary>
    public int Number { get; }

    public TargetSpec Target { get; }

    /// <summary>The name sent to the provider.</summary>
    public string Deployment { get; }

    public AttemptOutcome Outcome { get; private set; }

    /// <summary>The provider's HTTP status; 0 when it did not answer.</summary>
    public int UpstreamStatus { get; internal set; }

    /// <summary>What the provider reported, or what is known so far of a stream.</summary>
    public ModelUsage Usage { get; internal set; }

    /// <summary>Bytes of streamed events handed on; lets a cut stream be charged for what it produced.</summary>
    public long StreamedBytes { get; internal set; }

    /// <summary>Streamed events handed on.</summary>
    public int StreamedEvents { get; internal set; }

    /// <summary>The provider's wish, unclamped.</summary>
    public TimeSpan? RetryAfter { get; internal set; }

    /// <summary>Time from the start of the attempt to the first event, or to the whole answer.</summary>
    public TimeSpan? FirstByte { get; internal set; }

    /// <summary>The limits let it through: it may have reached the provider and is charged for what it produced.</summary>
    internal bool IsAdmitted { get; set; }

    /// <summary>Whose call it is part of, for metrics.</summary>
    internal Caller? Caller { get; init; }

    internal TargetHealth Health { get; }

    internal BreakerSpec Breaker { get; }

    internal Activity? Activity { get; set; }

    /// <summary>Runs once, when the attempt is over; for a streamed answer that is the end of its events.</summary>
    internal Action<ModelAttempt>? OnCompleted { get; set; }

    /// <summary>Ends the attempt; the first outcome stands.</summary>
    internal void Complete(AttemptOutcome outcome)
    {
        if (Interlocked.Exchange(ref _completed, 1) != 0) return;
        Outcome = outcome;
        OnCompleted?.Invoke(this);
    }
}
