using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Notifications;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Notifications;

public sealed class KeyExpiryTests : IExpiringKeys
{
    private static readonly DateTimeOffset End = new(2026, 2, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(End - TimeSpan.FromDays(20));
    private readonly List<ExpiringKey> _keys = [new("default", "k-1", "t", End)];

    public async IAsyncEnumerable<ExpiringKey> ListAsync(DateTimeOffset from, DateTimeOffset until, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var key in _keys.Where(k => k.ExpiresAt >= from && k.ExpiresAt <= until)) yield return key;
    }

    [Fact]
    public async Task Run_EveryHourForSixWeeks_EachStageIsRaisedOnce()
    {
        var store = new InMemoryDocumentStore(_time);
        var job = new KeyExpiryJob(this, store, _time);
        var raised = new List<(string Type, TimeSpan Left, NotificationSeverity Severity)>();
        for (var hour = 0; hour < 42 * 24; hour++)
        {
            await job.RunAsync(CancellationToken.None);
            await job.RunAsync(CancellationToken.None);
            raised.AddRange((await TakeAsync(store)).Select(e => (e.Type, End - _time.GetUtcNow(), e.Severity)));
            _time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(
            [
                (EventTypes.KeyExpiring, TimeSpan.FromDays(14), NotificationSeverity.Warning), (EventTypes.KeyExpiring, TimeSpan.FromDays(7), NotificationSeverity.Warning),
                (EventTypes.KeyExpiring, TimeSpan.FromDays(1), NotificationSeverity.Critical), (EventTypes.KeyExpired, TimeSpan.Zero, NotificationSeverity.Critical),
            ],
            raised);
    }

    [Fact]
    public async Task Run_AfterADowntime_OnlyTheNearestStageIsRaised()
    {
        var store = new InMemoryDocumentStore(_time);
        _time.Advance(TimeSpan.FromDays(16));
        await new KeyExpiryJob(this, store, _time).RunAsync(CancellationToken.None);
        Assert.Contains("in less than 7 days", Assert.Single(await TakeAsync(store)).Summary, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromDays(20));
        await new KeyExpiryJob(this, store, _time).RunAsync(CancellationToken.None);
        Assert.Empty(await TakeAsync(store));
    }

    [Fact]
    public async Task Run_EndMoved_IsANewMatter()
    {
        var store = new InMemoryDocumentStore(_time);
        _time.Advance(TimeSpan.FromDays(10));
        var job = new KeyExpiryJob(this, store, _time);
        await job.RunAsync(CancellationToken.None);
        var first = Assert.Single(await TakeAsync(store));
        _keys[0] = _keys[0] with { ExpiresAt = End.AddHours(3) };
        await job.RunAsync(CancellationToken.None);
        Assert.NotEqual(first.Id, Assert.Single(await TakeAsync(store)).Id);
    }

    private static async Task<IReadOnlyList<NotificationEvent>> TakeAsync(InMemoryDocumentStore store)
    {
        var page = await store.QueryAsync(NotificationOutbox.Partition("default"), new DocumentQuery(IdPrefix: "o:"), CancellationToken.None);
        foreach (var document in page.Items) await store.DeleteAsync(NotificationOutbox.Partition("default"), document.Id, null, CancellationToken.None);
        return [.. page.Items.Select(d => System.Text.Json.JsonSerializer.Deserialize(d.Body.Span, NotificationJson.Default.NotificationEvent)!)];
    }
}
