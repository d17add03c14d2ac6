namespace AgentFunctions.Gateway.Models.Calls;

/// <summary>Why an attempt failed, in words of ours; nothing of what the provider said.</summary>
internal static class AttemptWords
{
    private const int MostTargets = 5;

    /// <summary>It says something of the target, not of the call or the caller.</summary>
    public static bool IsFailure(ModelAttempt attempt) =>
        attempt.Outcome is AttemptOutcome.Failed or AttemptOutcome.TimedOut or AttemptOutcome.Throttled or AttemptOutcome.TargetRefused or AttemptOutcome.StreamBroken;

    /// <summary><c>answered 500</c>, to be put after the target.</summary>
    public static string Of(ModelAttempt attempt) => attempt switch
    {
        { UpstreamStatus: >= 300 } => $"answered {attempt.UpstreamStatus}",
        { Outcome: AttemptOutcome.TimedOut } => "did not answer in time",
        { Outcome: AttemptOutcome.TargetRefused, UpstreamStatus: 0 } => "cannot be used as declared",
        { UpstreamStatus: 0 } => "could not be reached",
        _ => "sent an answer that is incomplete or not valid",
    };

    /// <summary>The targets that failed a call, each with why and how often: <c>sim/gpt-4o answered 500 (2 times)</c>; null for none.</summary>
    public static string? OfTargets(IEnumerable<ModelAttempt> attempts)
    {
        var targets = attempts.Where(IsFailure)
            .GroupBy(static attempt => $"{attempt.Target.Provider}/{attempt.Deployment} {Of(attempt)}", StringComparer.Ordinal)
            .Select(static same => same.Count() is > 1 and var count ? $"{same.Key} ({count} times)" : same.Key)
            .ToList();
        return targets.Count == 0 ? null : string.Join("; ", targets.Take(MostTargets)) + (targets.Count > MostTargets ? "; and others" : "");
    }
}
