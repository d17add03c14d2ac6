using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Runs;

namespace AgentFunctions.Core.Tests.Sessions;

public sealed class SessionMessagesTests
{
    private readonly SessionWorld _world = new();

    [Fact]
    public async Task Append_SameIdsAgain_AppendsOnceAndSaysSo()
    {
        await _world.AppendAsync(SessionWorld.Draft("1"), SessionWorld.Draft("2"));
        var again = await _world.AppendAsync(SessionWorld.Draft("2"), SessionWorld.Draft("3"));

        Assert.Equal([(2L, true), (3L, false)], again.Items.Select(static item => (item.Sequence, item.IsRepeat)));
        Assert.Equal(1, again.Appended);
        Assert.Equal(["1", "2", "3"], (await _world.AllAsync()).Select(static message => message.Id));
    }

    [Fact]
    public async Task Append_OtherMessageUnderAnId_IsRefusedAndNothingIsAppended()
    {
        await _world.AppendAsync(SessionWorld.Draft("1"));
        var outcome = await _world.Messages.AppendAsync(SessionWorld.Binding, [SessionWorld.Draft("2"), SessionWorld.Draft("1", "other")], CancellationToken.None);

        Assert.Equal((409, "idempotency_mismatch"), (outcome.Error!.Status, outcome.Error.Code));
        Assert.Single(await _world.AllAsync());
    }

    [Fact]
    public async Task Append_ManyAtOnce_HaveNoGapsAndKeepTheirRequestsTogether()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            while ((await _world.Messages.AppendAsync(SessionWorld.Binding, [SessionWorld.Draft($"{i}a"), SessionWorld.Draft($"{i}b")], CancellationToken.None)).Value is null) await Task.Yield();
        })));

        var all = await _world.AllAsync();
        Assert.Equal(Enumerable.Range(1, 16).Select(static n => (long)n), all.Select(static message => message.Sequence));
        for (var i = 0; i < 16; i += 2) Assert.Equal(all[i].Id[..1], all[i + 1].Id[..1]);
    }

    [Fact]
    public async Task Append_AssistantAfterWhatIsUntrusted_IsWorthWhatItSaw()
    {
        await _world.AppendAsync(SessionWorld.Draft("1"), SessionWorld.Draft("2", role: "assistant"));
        await _world.AppendAsync(SessionWorld.Draft("3", label: new ContentLabel(Integrity.Untrusted, Confidentiality.Restricted)), SessionWorld.Draft("4", role: "assistant"));
        await _world.AppendAsync(SessionWorld.Draft("5", role: "assistant"));

        Assert.Equal([Integrity.Trusted, Integrity.Trusted, Integrity.Untrusted, Integrity.Untrusted, Integrity.Untrusted], (await _world.AllAsync()).Select(static message => message.Label.Integrity));
        Assert.Equal(Confidentiality.Restricted, (await _world.AllAsync())[4].Label.Confidentiality);
    }

    [Fact]
    public async Task Append_LargeMessage_IsReadWhole()
    {
        var large = new string('x', 300_000);
        await _world.AppendAsync(SessionWorld.Draft("1", large));

        Assert.Equal(large, Assert.Single(await _world.AllAsync()).Message.GetProperty("content").GetString());
    }

    [Fact]
    public async Task List_Pages_GoThroughAllEitherWay()
    {
        for (var i = 0; i < 5; i++) await _world.AppendAsync(Enumerable.Range(0, 5).Select(n => SessionWorld.Draft($"{i}.{n}")).ToArray());
        var session = (await _world.Reader.FindAsync(SessionWorld.Binding, CancellationToken.None))!;
        foreach (var descending in (bool[])[false, true])
        {
            List<long> seen = [];
            long? from = null;
            bool more;
            do
            {
                var page = await _world.Messages.ListAsync(session, from, descending, 4, CancellationToken.None);
                seen.AddRange(page.Items.Select(static message => message.Sequence));
                (from, more) = (page.Items[^1].Sequence, page.HasMore);
            }
            while (more);

            var expected = Enumerable.Range(1, 25).Select(static n => (long)n);
            Assert.Equal(descending ? expected.Reverse() : expected, seen);
        }
    }

    [Fact]
    public async Task Session_EndedByIdleTimeOrDeletedOrOfAnotherTeam_ShowsNothingOfTheOneBefore()
    {
        await _world.AppendAsync(SessionWorld.Draft("1", "old"));
        _world.Time.Advance(new RunsOptions().SessionIdleTimeout);
        Assert.Empty(await _world.AllAsync());

        await _world.AppendAsync(SessionWorld.Draft("1", "new"));
        Assert.Equal((1L, "new"), (Assert.Single(await _world.AllAsync()).Sequence, (await _world.AllAsync())[0].Message.GetProperty("content").GetString()));

        Assert.True(await _world.Reader.DeleteAsync(SessionWorld.Binding, CancellationToken.None));
        Assert.False(await _world.Reader.DeleteAsync(SessionWorld.Binding, CancellationToken.None));
        Assert.Empty(await _world.AllAsync());

        await _world.AppendAsync(SessionWorld.Draft("1", "third"));
        Assert.Empty(await _world.AllAsync(SessionWorld.Binding with { Team = "blue" }));
        Assert.Single(await _world.AllAsync());
    }

    [Fact]
    public async Task Append_KilledAfterAnyStoreOperation_LeavesAllOrNothingAndGoesOn()
    {
        for (var kill = 1; ; kill++)
        {
            var world = new SessionWorld();
            await world.AppendAsync(SessionWorld.Draft("0"));
            var (operations, killed) = (0, false);
            world.Store.Before = () => ++operations > kill ? throw Killed(out killed) : Task.CompletedTask;
            try
            {
                await world.AppendAsync(SessionWorld.Draft("1", new string('x', 20_000)), SessionWorld.Draft("2"));
            }
            catch (DocumentStoreUnavailableException)
            {
                // The process is gone.
            }

            world.Store.Before = null;
            Assert.Contains((await world.AllAsync()).Count, (int[])[1, 3]);
            await world.AppendAsync(SessionWorld.Draft("1", new string('x', 20_000)), SessionWorld.Draft("2"));
            Assert.Equal(["0", "1", "2"], (await world.AllAsync()).Select(static message => message.Id));
            if (!killed) break;
        }
    }

    [Fact]
    public async Task Append_AnswerOfTheStoreLost_IsAppendedOnce()
    {
        await _world.AppendAsync(SessionWorld.Draft("0"));
        _world.Store.AfterBatch = static () => throw new DocumentStoreUnavailableException("lost");
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => _world.AppendAsync(SessionWorld.Draft("1")));
        _world.Store.AfterBatch = null;

        Assert.Equal(0, (await _world.AppendAsync(SessionWorld.Draft("1"))).Appended);
        Assert.Equal(2, (await _world.AllAsync()).Count);
    }

    private static DocumentStoreUnavailableException Killed(out bool killed)
    {
        killed = true;
        return new DocumentStoreUnavailableException("killed");
    }
}
