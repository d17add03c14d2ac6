namespace AgentFunctions.Core.Subscriptions.Letters;

/// <summary>Why an event could not be delivered.</summary>
public static class DeadLetterReasons
{
    /// <summary>Every attempt failed; the message is that of the last.</summary>
    public const string AttemptsUsed = "attempts_used";

    /// <summary>It came about through too many runs, one after the other.</summary>
    public const string DepthExceeded = "depth_exceeded";

    /// <summary>The subscription is not there any more, or has nothing it could start.</summary>
    public const string SubscriptionGone = "subscription_gone";

    /// <summary>The subscription is out of service.</summary>
    public const string SubscriptionSuspended = "subscription_suspended";

    /// <summary>The input could not be made of the event.</summary>
    public const string InputFailed = "input_failed";

    /// <summary>The event names no run that could be told.</summary>
    public const string NoRun = "no_run";

    /// <summary>All, as they can be filtered by.</summary>
    public static IReadOnlyList<string> All { get; } = [AttemptsUsed, DepthExceeded, SubscriptionGone, SubscriptionSuspended, InputFailed, NoRun];
}
