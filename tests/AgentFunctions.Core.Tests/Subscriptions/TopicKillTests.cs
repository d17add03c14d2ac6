using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Subscriptions.Hubs;
using AgentFunctions.Core.Subscriptions.Publishing;

namespace AgentFunctions.Core.Tests.Subscriptions;

/// <summary>Processes that end at every operation on the store: what was answered goes out, what a hub delivered is published once.</summary>
public sealed class TopicKillTests
{
    private const string StartA = """{"topic":"orders","start":"agents/a"}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PublishAndRelay_KilledAtAnyOperation_LoseNothing(bool isDone)
    {
        var steps = 0;
        for (var dieAt = 1; ; dieAt++)
        {
            var hub = new TopicStream();
            await using var first = await new EventProcess(topics: hub).DeclareAsync();
            await first.PutAsync("subscriptions", "one", StartA);
            var operations = Kill(first, dieAt, isDone);
            var answered = new List<string>();
            foreach (var id in (string[])["1", "2"])
            {
                if ((await TryAsync(() => first.TryPublishAsync(id)))?.Value is not null) answered.Add(id);
                await first.RelayAsync();
            }

            if (operations() < dieAt) break;
            steps = dieAt;

            // The senders who got no answer publish again, to another process.
            await using var second = new EventProcess(first);
            foreach (var id in answered) Assert.True((await second.PublishAsync(id)).IsRepeat);
            foreach (var id in (string[])["1", "2"]) await second.PublishAsync(id);
            await second.AdvanceAsync(TimeSpan.FromMinutes(1));
            await second.RelayAsync();

            Assert.Equal(["1", "2"], hub.Ids.Distinct().Order());
            Assert.Equal(2, hub.Published.Select(static p => p.Event.Id).Distinct().Count());
            Assert.True(hub.Published.Count <= 3, $"died at {dieAt}: {hub.Published.Count} were sent");
            Assert.Empty(await second.OwedAsync());
            Assert.Equal(2, first.Started.Distinct().Count());
        }

        Assert.True(steps > 10, $"only {steps} operations were tried");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Hub_KilledAtAnyOperation_EveryMessageIsPublishedOnceOrKept(bool isDone)
    {
        HubMessage[] messages = [HubMessages.Structured("1"), HubMessages.Structured("bad", topic: "agentfunctions.runs"), HubMessages.Binary("2"), HubMessages.Batch("3", "4")];
        var steps = 0;
        for (var dieAt = 1; ; dieAt++)
        {
            var hub = new TopicStream();
            await using var first = await new EventProcess(topics: hub).DeclareAsync();
            await first.PutAsync("subscriptions", "one", StartA);
            var operations = Kill(first, dieAt, isDone);
            await TryAsync(async () =>
            {
                await first.Get<HubIntake>().TakeAsync("events", messages, CancellationToken.None);
                return new Outcome<PublishedEvent>();
            });
            if (operations() < dieAt) break;
            steps = dieAt;

            // Its checkpoint was not written: all of it comes again, to another process.
            await using var second = new EventProcess(first);
            await second.Get<HubIntake>().TakeAsync("events", messages, CancellationToken.None);
            await second.AdvanceAsync(TimeSpan.FromMinutes(1));
            await second.RelayAsync();

            Assert.Equal(["1", "2", "3", "4"], hub.Ids.Order());
            Assert.Equal(4, first.Started.Distinct().Count());
            Assert.Equal("bad", Assert.Single(await HubMessages.LettersAsync(second)).Position);
        }

        Assert.True(steps > 20, $"only {steps} operations were tried");
    }

    /// <summary>From an operation on nothing comes through; that one is done all the same where it is a batch.</summary>
    private static Func<int> Kill(EventProcess process, int dieAt, bool isDone)
    {
        var (operations, isDead) = (0, false);
        process.Store.Before = () =>
        {
            if (isDead || (++operations >= dieAt && !isDone)) throw new DocumentStoreUnavailableException("killed");
            return Task.CompletedTask;
        };
        process.Store.AfterBatch = () =>
        {
            if (!isDone || operations < dieAt) return Task.CompletedTask;
            isDead = true;
            throw new DocumentStoreUnavailableException("killed");
        };
        return () => operations;
    }

    private static async Task<Outcome<PublishedEvent>?> TryAsync(Func<Task<Outcome<PublishedEvent>>> act)
    {
        try
        {
            return await act();
        }
        catch (DocumentStoreUnavailableException)
        {
            return null;
        }
    }
}
