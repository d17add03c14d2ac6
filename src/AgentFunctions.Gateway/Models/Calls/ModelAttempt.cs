using System.Diagnostics;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Events;
using AgentFunctions.Gateway.Models.Routing;
using AgentFunctions.Gateway.Models.Tokens;

namespace AgentFunctions.Gateway.Models.Calls;

/// <summary>One attempt at one target. Each attempt is charged for what it produced, so each keeps its own usage.</summary>
public sealed class ModelAttempt
{
    private int _completed;
    private bool _hasToolCalls;

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

    /// <summary><see cref="Usage"/> says all there is to say: a whole answer's, or one that came with or after the end of a stream.</summary>
    public bool IsUsageFinal { get; internal set; }

    /// <summary><see cref="Usage"/> is final and speaks of both sides: some servers say nothing of one, or zero.</summary>
    public bool IsUsageWhole => IsUsageFinal && Usage is { InputTokens: > 0, OutputTokens: > 0 };

    /// <summary>The answer calls tools, as far as it came.</summary>
    public bool HasToolCalls => Delivered?.HasToolCalls ?? _hasToolCalls;

    /// <summary>The request, or part of it, may have left for the provider.</summary>
    public bool IsSent { get; internal set; }

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
    /// <summary>
    /// What the answer said: of every stream, and of a whole answer that reports no usage; null otherwise. Its figures stay; its texts are there until they were counted, and not at all once <see cref="Usage"/> is final.
    /// </summary>
    internal DeliveredText? Delivered { get; set; }

    /// <summary>Follows the stream that answers; null before it begins, and of whole answers.</summary>
    internal IStreamState? Stream { get; set; }

    /// <summary>The gateway ends the stream: a limit has no room for the rest.</summary>
    internal bool IsCutShort { get; set; }

    /// <summary>What it came to, once that was worked out.</summary>
    internal CountedUsage? Counted { get; set; }

    /// <summary>The provider answered with success, but with an error inside.</summary>
    internal bool HasErrorInside { get; set; }

    /// <summary>Whose call it is part of, for metrics.</summary>
    internal Caller? Caller { get; init; }

    internal TargetHealth Health { get; }

    internal BreakerSpec Breaker { get; }

    internal Activity? Activity { get; set; }

    /// <summary>Runs once, when the attempt is over; for a streamed answer that is the end of its events.</summary>
    internal Action<ModelAttempt>? OnCompleted { get; set; }

    /// <summary>Takes what a stream came to so far.</summary>
    internal void Take(IStreamState state) => (Usage, IsUsageFinal, Delivered) = (state.Usage, state.IsUsageFinal, state.Delivered);

    /// <summary>Takes what a whole answer came to; its text only where it will have to be counted. Embeddings have no output.</summary>
    internal void Take(AnswerFacts facts, ReadOnlySpan<byte> body, bool hasOutput)
    {
        (Usage, IsUsageFinal, _hasToolCalls) = (facts.Usage, facts.Usage.IsReported, facts.HasToolCalls);
        if (!IsUsageFinal || Usage.InputTokens + Usage.OutputTokens == 0 || (hasOutput && !IsUsageWhole)) Delivered = AnswerTextReader.Read(body);
    }

    /// <summary>Ends the attempt; the first outcome stands.</summary>
    internal void Complete(AttemptOutcome outcome)
    {
        if (Interlocked.Exchange(ref _completed, 1) != 0) return;
        Outcome = outcome;
        if (IsUsageWhole) Delivered?.Release();
        OnCompleted?.Invoke(this);
    }
}
