using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Store.Writing;

namespace AgentFunctions.Core.Tests.Memory.Store;

/// <summary>A search that asks for a past time is given what held then.</summary>
public sealed class MemoryPastTests : IAsyncDisposable
{
    private const string Question = "Which home city has Ann?";
    private static readonly DateTimeOffset Moved = MemoryWorld.Start.AddMonths(-2);
    private static readonly DateTimeOffset Before = Moved.AddMonths(-3);

    private readonly MemoryWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task SupersededStatement_IsAHitForATimeAtWhichItHeld_AndForNoOther()
    {
        var (oslo, rome) = await MoveAsync();

        var then = await _world.SearchAsync(Question, Before);
        Assert.Equal((oslo, MemoryState.Superseded), (Assert.Single(then.Hits).Record.Id, then.Hits[0].Record.State));
        Assert.Contains(new RejectedMemory(rome, RejectionReasons.Validity), then.Rejected);
        Assert.Equal([oslo], await HitsAsync(Moved.AddTicks(-1)));
        Assert.Equal([rome], await HitsAsync(Moved));
        Assert.Equal([rome], await HitsAsync(MemoryWorld.Start));
        Assert.Empty(await HitsAsync(Moved.AddYears(-2)));
        var now = await _world.SearchAsync(Question);
        Assert.Equal([rome], now.Hits.Select(static hit => hit.Record.Id));
        Assert.Equal([new RejectedMemory(oslo, RejectionReasons.State)], now.Rejected);
    }

    [Fact]
    public async Task StatementsWithoutATime_HeldFromWhenTheyTookTheirPlace()
    {
        List<string> ids = [];
        foreach (var city in (string[])["Oslo", "Rome", "Bern"])
        {
            ids.Add(await _world.KnowAsync("Ann", "home city", city));
            _world.Time.Advance(TimeSpan.FromDays(2));
        }

        for (var i = 0; i < ids.Count; i++) Assert.Equal([ids[i]], await HitsAsync(MemoryWorld.Start.AddDays((2 * i) + 1)));
        Assert.Equal([ids[0]], await HitsAsync(MemoryWorld.Start.AddDays(-300)));
    }

    [Fact]
    public async Task StatementThatWasNeverVerified_IsNoneOfThePast()
    {
        await MoveAsync();
        await _world.WriteAsync(MemoryWorld.Fact("Ann", "home city", "Paris", isTrusted: false, since: Before) with { ValidTo = Moved });
        await _world.Process.ConsolidateAsync();

        Assert.DoesNotContain((await _world.SearchAsync(Question, Before)).Hits, static hit => hit.Record.Value == "Paris");
    }

    [Fact]
    public async Task StatementThatRunsWentWrongWith_IsNotBroughtBack()
    {
        var (oslo, _) = await MoveAsync();
        for (var i = 0; i < 3; i++)
        {
            await _world.GiveAsync($"run-{i}", oslo);
            await _world.EndAsync($"run-{i}", isSuccess: false);
        }

        Assert.Equal(MemoryState.Superseded, (await _world.GetAsync(oslo)).State);
        Assert.Empty(await HitsAsync(Before));
    }

    [Fact]
    public async Task WordsThatAPersonRefused_AreNotBroughtBack()
    {
        var (oslo, rome) = await MoveAsync();
        var again = await _world.WriteAsync(MemoryWorld.Fact("Ann", "home city", "Oslo", isTrusted: false));
        Assert.Equal(MemoryWriteStatus.Quarantined, again.Status);
        Assert.NotNull((await _world.Process.Decisions.DenyAsync(MemoryWorld.Tenant, MemoryWorld.Agent, again.Id!, MemoryWorld.Operator, CancellationToken.None)).Value);
        await _world.Process.ConsolidateAsync();

        Assert.Equal(MemoryState.Forgotten, (await _world.GetAsync(oslo)).State);
        Assert.Empty(await HitsAsync(Before));
        Assert.Equal([rome], await HitsAsync(MemoryWorld.Start));
    }

    [Fact]
    public async Task Past_IsAsLongAsSupersededOnesAreKept()
    {
        var (oslo, _) = await MoveAsync();
        _world.Time.Advance(TimeSpan.FromDays(31));
        await _world.Process.ConsolidateAsync();

        Assert.False(await _world.ExistsAsync(oslo));
        Assert.Empty(await HitsAsync(Before));
    }

    /// <summary>Ann lived in Oslo, and lives in Rome.</summary>
    private async Task<(string Oslo, string Rome)> MoveAsync()
    {
        var oslo = await _world.KnowAsync("Ann", "home city", "Oslo", Before.AddMonths(-5));
        return (oslo, await _world.KnowAsync("Ann", "home city", "Rome", Moved));
    }

    private async Task<List<string>> HitsAsync(DateTimeOffset asOf) => [.. (await _world.SearchAsync(Question, asOf)).Hits.Select(static hit => hit.Record.Id)];
}
