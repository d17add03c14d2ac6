using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Routing;

/// <summary>
/// What this process knows of one target: its breaker, its latency and the calls in flight. The breaker counts failures in a sliding window; once open it lets nothing through for the cooldown,
/// then one probe: success closes it, failure opens it again.
/// </summary>
internal sealed class TargetHealth(TimeProvider time)
{
    private const double Smoothing = 0.2;
    private const int MaxFailures = 100;

    private readonly Lock _lock = new();
    private readonly Queue<long> _failures = new();
    private long _openUntil;
    private bool _isOpen;
    private bool _isProbing;
    private int _inFlight;
    private double _streamLatency;
    private double _wholeLatency;
    private string? _lastFailure;

    public int InFlight => Volatile.Read(ref _inFlight);

    public bool IsIdle
    {
        get
        {
            lock (_lock) return _inFlight == 0 && !_isOpen && _failures.Count == 0;
        }
    }

    /// <summary>Why it failed the last time, to be put after its provider; null where it did not, or not since it worked.</summary>
    public string? LastFailure => Volatile.Read(ref _lastFailure);

    /// <summary>Smoothed seconds to the first event, or to the whole answer; 0 while unobserved.</summary>
    public double Latency(bool stream) => Volatile.Read(ref stream ? ref _streamLatency : ref _wholeLatency);

    /// <summary>Takes a place for one attempt, to be given back by <see cref="Exit"/>. false while cooling or while another attempt probes.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_isOpen)
            {
                if (_isProbing || time.GetTimestamp() < _openUntil) return false;
                _isProbing = true;
            }

            _inFlight++;
            return true;
        }
    }

    /// <summary>How long until the next probe; zero when calls are let through.</summary>
    public TimeSpan CoolingFor()
    {
        lock (_lock)
        {
            if (!_isOpen) return TimeSpan.Zero;
            var left = time.GetElapsedTime(time.GetTimestamp(), _openUntil);
            return left > TimeSpan.Zero ? left : _isProbing ? TimeSpan.FromSeconds(1) : TimeSpan.Zero;
        }
    }

    public void Exit(ModelAttempt attempt, bool stream)
    {
        lock (_lock)
        {
            _inFlight--;
            var wasProbe = _isProbing;
            switch (attempt.Outcome)
            {
                case AttemptOutcome.Succeeded or AttemptOutcome.RequestRefused:
                    _failures.Clear();
                    _lastFailure = null;
                    (_isOpen, _isProbing) = (false, false);
                    if (attempt.FirstByte is { } first) Observe(ref stream ? ref _streamLatency : ref _wholeLatency, first.TotalSeconds);
                    break;
                case AttemptOutcome.CallerGone or AttemptOutcome.CutShort or AttemptOutcome.Pending or AttemptOutcome.NotAdmitted:
                    _isProbing = false;
                    break;
                default:
                    _lastFailure = AttemptWords.Of(attempt);
                    Fail(attempt.Breaker, wasProbe, attempt.RetryAfter);
                    break;
            }
        }
    }

    private void Fail(BreakerSpec breaker, bool wasProbe, TimeSpan? retryAfter)
    {
        _isProbing = false;
        var now = time.GetTimestamp();
        _failures.Enqueue(now);
        while (_failures.Count > MaxFailures || (_failures.Count > 0 && time.GetElapsedTime(_failures.Peek(), now) > breaker.Window)) _failures.Dequeue();
        if (!wasProbe && _failures.Count < breaker.Failures) return;
        _isOpen = true;
        var cooldown = retryAfter > breaker.Cooldown && retryAfter <= TimeSpan.FromMinutes(2) ? retryAfter.Value : breaker.Cooldown;
        _openUntil = now + (long)(cooldown.TotalSeconds * time.TimestampFrequency);
    }

    private static void Observe(ref double smoothed, double seconds)
    {
        var previous = smoothed;
        Volatile.Write(ref smoothed, previous == 0 ? Math.Max(seconds, 1e-6) : previous + (Smoothing * (seconds - previous)));
    }
}
