namespace AgentFunctions.Core.Events;

/// <summary>A kind of events that are published and read together.</summary>
/// <param name="Name">Unique, <c>^[a-z0-9-]{1,64}$</c>.</param>
/// <param name="Retention">How long the embedded log keeps an event after it was published.</param>
public sealed record StreamTopic(string Name, TimeSpan Retention)
{
    /// <summary>Usage of attempts, <c>ai.usage.v1</c>.</summary>
    public static StreamTopic Usage { get; } = new("usage", TimeSpan.FromDays(7));

    /// <summary>Events that were published on topics, for others to read (<see cref="Subscriptions.Publishing.CloudEvent"/>). The embedded log does not carry it.</summary>
    public static StreamTopic Topics { get; } = new("topics", TimeSpan.FromDays(7));
}
