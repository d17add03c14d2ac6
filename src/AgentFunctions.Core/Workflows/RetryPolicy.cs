namespace AgentFunctions.Core.Workflows;

/// <summary>Retries of an activity or a child by the engine, by Durable Task's rules: the wait before try n+1 is <paramref name="FirstInterval"/> x <paramref name="Backoff"/>^(n-1), at most <paramref name="MaxInterval"/>.</summary>
/// <param name="MaxAttempts">Tries in all, from 1.</param>
/// <param name="FirstInterval">Above zero.</param>
/// <param name="Backoff">From 1.</param>
/// <param name="MaxInterval">null: an hour.</param>
/// <param name="Timeout">No further try begins later than this after the first; null: no bound.</param>
/// <param name="MoreFollow">The workflow itself tries again after these tries, so none of them is what a rewind would do again.</param>
public sealed record RetryPolicy(int MaxAttempts, TimeSpan FirstInterval, double Backoff = 2, TimeSpan? MaxInterval = null, TimeSpan? Timeout = null, bool MoreFollow = false);
