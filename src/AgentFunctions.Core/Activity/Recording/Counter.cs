namespace AgentFunctions.Core.Activity.Recording;

/// <summary>
/// Counts of one <see cref="CounterKey"/> in this process. Written by many calls at once without a lock. It only grows, and its document holds its absolute values, so writing it twice is the same as once.
/// </summary>
internal sealed class Counter(CounterKey key, bool isOwnKey, string documentId, long firstAt)
{
    private long[]? _codes;
    private long _requests;
    private long _failures;
    private long _refusals;
    private long _inputTokens;
    private long _outputTokens;
    private long _lastAt = firstAt;

    public CounterKey Key => key;

    /// <summary>The key belongs to the counter's owner; false where a principal acted as an agent.</summary>
    public bool IsOwnKey => isOwnKey;

    /// <summary>Of this counter and no other, in any process, ever: nobody else writes the document.</summary>
    public string DocumentId => documentId;

    /// <summary>Ticks, UTC.</summary>
    public long FirstAt { get; } = firstAt;

    public long LastAt => Volatile.Read(ref _lastAt);

    /// <summary>Requests that are in the stored document. Of the writer alone.</summary>
    public long Written { get; set; }

    public bool IsDirty => Volatile.Read(ref _requests) != Written;

    public void Add(in ActivityCall call, long at)
    {
        if (call.InputTokens != 0) Interlocked.Add(ref _inputTokens, call.InputTokens);
        if (call.OutputTokens != 0) Interlocked.Add(ref _outputTokens, call.OutputTokens);
        if (call.Outcome == ActivityOutcome.Failed) Interlocked.Increment(ref _failures);
        else if (call.Outcome == ActivityOutcome.Refused) Refuse(call.Code);
        if (at > Volatile.Read(ref _lastAt)) Volatile.Write(ref _lastAt, at);

        // Last, and read first by the writer: whoever sees this request sees the rest of it.
        Interlocked.Increment(ref _requests);
    }

    public CounterValues Read()
    {
        var requests = Interlocked.Read(ref _requests);
        var codes = Volatile.Read(ref _codes);
        return new CounterValues(
            requests, Interlocked.Read(ref _failures), Interlocked.Read(ref _refusals), Interlocked.Read(ref _inputTokens), Interlocked.Read(ref _outputTokens), LastAt, codes is null ? null : [.. codes]);
    }

    private void Refuse(string? code)
    {
        var codes = Volatile.Read(ref _codes);
        if (codes is null)
        {
            var fresh = new long[RefusalCodes.Names.Count];
            codes = Interlocked.CompareExchange(ref _codes, fresh, null) ?? fresh;
        }

        Interlocked.Increment(ref codes[RefusalCodes.IndexOf(code)]);
        Interlocked.Increment(ref _refusals);
    }
}
