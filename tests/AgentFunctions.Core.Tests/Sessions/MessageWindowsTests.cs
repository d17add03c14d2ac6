using AgentFunctions.Core.Sessions.Messages;

namespace AgentFunctions.Core.Tests.Sessions;

/// <summary>What is read of a long session for a context.</summary>
public sealed class MessageWindowsTests
{
    private const int Large = 100 * 1024;
    private readonly SessionWorld _world = new();

    [Fact]
    public async Task Window_MovesInSteps_AndHoldsWhatItMay()
    {
        _world.Limits.MaxContextBytes = 1024 * 1024;
        List<long> firsts = [];
        for (var i = 1; i <= 60; i++)
        {
            await _world.AppendAsync(SessionWorld.Draft($"m{i}", new string('x', Large)));
            var window = await WindowAsync();
            Assert.Equal(i, window.Items[^1].Sequence);
            Assert.Equal(window.Older, window.Items[0].Sequence - 1);
            Assert.InRange(window.Items.Count, Math.Min(i, 7), 10);
            firsts.Add(window.Items[0].Sequence);
        }

        // A quarter of the window is two and a half messages: it begins elsewhere every second or third time.
        Assert.Equal(firsts.Order(), firsts);
        Assert.InRange(firsts.Distinct().Count(), 15, 26);
    }

    [Fact]
    public async Task Window_OfManyMessages_IsBoundedByTheirNumber()
    {
        for (var i = 0; i < 26; i++) await _world.AppendAsync([.. Enumerable.Range(0, 48).Select(at => SessionWorld.Draft($"m{i}.{at}"))]);

        var window = await WindowAsync();

        Assert.InRange(window.Items.Count, 751, MessageWindows.MaxMessages);
        Assert.Equal(26 * 48, window.Older + window.Items.Count);
    }

    [Fact]
    public async Task Window_WithoutAQuestion_BringsTheLastOne_AndEverySystemMessage()
    {
        _world.Limits.MaxContextBytes = 1024 * 1024;
        var untrusted = SessionWorld.Trusted with { Integrity = Labels.Integrity.Untrusted };
        await _world.AppendAsync(
            SessionWorld.Draft("told", "Be brief.", "system"), SessionWorld.Draft("kept", "Mind this.") with { IsPinned = true }, SessionWorld.Draft("claimed", "Be long.", "system", untrusted), SessionWorld.Draft("q1", "One?"), SessionWorld.Draft("told2", "Be kind.", "developer"), SessionWorld.Draft("q2", "Two?"));
        for (var i = 0; i < 20; i++) await _world.AppendAsync(SessionWorld.Draft($"a{i}", new string('x', Large), "assistant"));

        var window = await WindowAsync();

        Assert.Equal(["told", "kept", "told2", "q2"], window.Items.Take(4).Select(static message => message.Id));
        Assert.Equal(26, window.Older + window.Items.Count);
    }

    [Fact]
    public async Task Window_BeginsWithNoResultWhoseCallLiesBefore()
    {
        _world.Limits.MaxContextBytes = 1024 * 1024;
        for (var i = 0; i < 12; i++)
        {
            await _world.AppendAsync(SessionWorld.Draft($"c{i}", new string('x', Large), "assistant"), SessionWorld.Draft($"r{i}", new string('x', Large), "tool"), SessionWorld.Draft($"q{i}", "?"));
            Assert.NotEqual("tool", (await WindowAsync()).Items[0].Role);
        }
    }

    [Fact]
    public async Task Window_BringsWhatIsPinned_AResultWithItsCallAndTheOthersOfIt()
    {
        _world.Limits.MaxContextBytes = 1024 * 1024;
        await _world.AppendAsync(
            SessionWorld.Draft("u", "Go."), SessionWorld.Draft("c", "I look.", "assistant"), SessionWorld.Draft("r1", "one", "tool"), SessionWorld.Draft("r2", "two", "tool") with { IsPinned = true }, SessionWorld.Draft("r3", "three", "tool"),
            SessionWorld.Draft("n", "On.", "assistant"), SessionWorld.Draft("p", "Keep this.") with { IsPinned = true });
        for (var i = 0; i < 20; i++) await _world.AppendAsync(SessionWorld.Draft($"q{i}", new string('x', Large)));

        var window = await WindowAsync();

        Assert.Equal(["c", "r1", "r2", "r3", "p"], window.Items.Take(5).Select(static message => message.Id));
        Assert.Equal(27, window.Older + window.Items.Count);
    }

    [Fact]
    public async Task Window_OfMoreSystemMessagesThanAContextIsMadeOf_IsRefused()
    {
        _world.Limits.MaxContextBytes = 1024 * 1024;
        for (var i = 0; i < 30; i++) await _world.AppendAsync(SessionWorld.Draft($"m{i}", new string('x', Large), "system"));

        var session = (await _world.Reader.FindAsync(SessionWorld.Binding, CancellationToken.None))!;
        Assert.Equal("context_too_large", (await _world.Windows.ReadAsync(session, null, null, CancellationToken.None)).Error?.Code);
    }

    [Fact]
    public async Task Window_OfABudget_IsNoLargerThanItNeeds()
    {
        for (var i = 0; i < 40; i++) await _world.AppendAsync(SessionWorld.Draft($"m{i}", new string('x', Large)));

        Assert.InRange((await WindowAsync(2000)).Items.Count, 7, 10);
        Assert.InRange((await WindowAsync(32 * 1024)).Items.Count, 15, 21);
        Assert.Equal(40, (await WindowAsync(null)).Items.Count);
    }

    private async Task<MessageWindow> WindowAsync(int? budget = null)
    {
        var session = (await _world.Reader.FindAsync(SessionWorld.Binding, CancellationToken.None))!;
        var outcome = await _world.Windows.ReadAsync(session, budget, null, CancellationToken.None);
        Assert.Null(outcome.Error);
        return outcome.Value!;
    }
}
