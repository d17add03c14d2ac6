using System.Collections.Concurrent;
using AgentFunctions.Core.Notifications.Sending;

namespace AgentFunctions.TestKit.Notifications;

/// <summary>A channel whose results a test scripts; delivered when nothing is scripted. Keeps what it was given in order.</summary>
public sealed class ScriptedChannel(string name = "webhook") : INotificationChannel
{
    private readonly ConcurrentQueue<NotificationMessage> _sent = new();

    public string Name => name;

    /// <summary>Results of the next attempts.</summary>
    public ConcurrentQueue<SendResult> Results { get; } = new();

    /// <summary>Decides instead, if it returns a result.</summary>
    public Func<NotificationMessage, CancellationToken, ValueTask<SendResult?>>? Decide { get; set; }

    public IReadOnlyList<NotificationMessage> Sent => [.. _sent];

    /// <summary>Ids of events in the order in which they were sent.</summary>
    public IReadOnlyList<string> SentIds => [.. _sent.Select(m => m.Event.Id)];

    public async ValueTask<SendResult> SendAsync(NotificationMessage message, CancellationToken cancellationToken)
    {
        _sent.Enqueue(message);
        if (Decide is { } decide && await decide(message, cancellationToken) is { } decided) return decided;
        return Results.TryDequeue(out var result) ? result : new SendResult(SendOutcome.Delivered, 200);
    }
}
