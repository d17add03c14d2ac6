namespace AgentFunctions.Core.Subscriptions;

/// <summary>Events, their subscriptions and dead letters. Section <c>AgentFunctions:Subscriptions</c>.</summary>
public sealed class SubscriptionOptions
{
    public const string SectionName = "AgentFunctions:Subscriptions";

    /// <summary>How long an event is kept, and so how long the same event again is known to be the same. Default 7 days, 1 to 90 days.</summary>
    public TimeSpan EventRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long a dead letter is kept. Default 30 days, 1 to 365 days.</summary>
    public TimeSpan DeadLetterRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>An event that came about through more than so many runs, one after the other, is not delivered but becomes dead letters: so that loops end. Default 8, 1 to 64.</summary>
    public int MaxDepth { get; set; } = 8;
}
