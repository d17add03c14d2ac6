namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>The clock of one attempt: one token that ends when the caller goes, when the phase at hand takes too long, or when the whole call has used its time.</summary>
internal sealed class AttemptDeadline : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _callStarted;
    private readonly TimeSpan _total;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _caller;
    private readonly string _totalPhase;
    private string _armed;

    public AttemptDeadline(TimeProvider time, long callStarted, TimeSpan total, string totalPhase, CancellationToken caller)
    {
        (_time, _callStarted, _total, _totalPhase, _armed) = (time, callStarted, total, totalPhase, totalPhase);
        CallerToken = caller;
        _source = new CancellationTokenSource(Clamp(total), time);
        _caller = caller.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>The token of the caller this attempt works for.</summary>
    public CancellationToken CallerToken { get; }

    /// <summary>What took too long, for the message.</summary>
    public string Expired => _armed;

    public TimeSpan Remaining => _total - _time.GetElapsedTime(_callStarted);

    /// <summary>Starts the clock of a phase; the whole call's end still stands.</summary>
    public void Arm(TimeSpan limit, string phase)
    {
        var remaining = Remaining;
        var isPhase = limit < remaining;
        _armed = isPhase ? phase : _totalPhase;
        _source.CancelAfter(Clamp(isPhase ? limit : remaining));
    }

    public void Dispose()
    {
        _caller.Dispose();
        _source.Dispose();
    }

    private static TimeSpan Clamp(TimeSpan span) => span > TimeSpan.FromMilliseconds(1) ? span : TimeSpan.FromMilliseconds(1);
}
