using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events;

namespace AgentFunctions.Core.Tests.Subscriptions;

/// <summary>A hub of topics that a test makes fail, wait, or lose its answers.</summary>
internal sealed class TopicStream : IEventPublisher
{
    private readonly List<(string Tenant, StreamEvent Event)> _published = [];

    public Func<IReadOnlyList<StreamEvent>, Task>? Before { get; set; }

    /// <summary>Runs between what the hub took and its answer.</summary>
    public Func<Task>? After { get; set; }

    public IReadOnlyList<(string Tenant, StreamEvent Event)> Published
    {
        get
        {
            lock (_published) return [.. _published];
        }
    }

    public IReadOnlyList<JsonElement> Events => [.. Published.Select(static p => JsonElement.Parse(p.Event.Body.Span))];

    public IEnumerable<string> Ids => Events.Select(static e => e.GetProperty("id").GetString()!);

    public static Task Down() => throw new DocumentStoreUnavailableException("The test made the hub fail.");

    public bool Carries(StreamTopic topic) => true;

    public async ValueTask PublishAsync(string tenantId, StreamTopic topic, IReadOnlyList<StreamEvent> events, CancellationToken cancellationToken)
    {
        Assert.Equal(StreamTopic.Topics, topic);
        if (Before is { } before) await before(events);
        lock (_published) _published.AddRange(events.Select(value => (tenantId, value)));
        if (After is { } after) await after();
    }
}
