using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Writing;

namespace AgentFunctions.Core.Tests.Memory.Store;

public sealed class MemoryForgettingTests : IAsyncDisposable
{
    private readonly MemoryWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Unused_IsForgottenAndThenDeleted_UsedStays()
    {
        var idle = (await _world.WriteAsync(MemoryWorld.Said("The lamp is green."))).Id;
        var used = (await _world.WriteAsync(MemoryWorld.Said("The door is blue."))).Id;
        for (var month = 0; month < 12; month++)
        {
            _world.Time.Advance(TimeSpan.FromDays(30));
            await _world.GiveAsync(null, used);
            await _world.Process.FlushUsesAsync();
            await _world.Process.ConsolidateAsync();
            if (month == 0) Assert.Equal(MemoryState.Active, (await _world.GetAsync(idle)).State);
        }

        Assert.False(await _world.ExistsAsync(idle));
        var kept = await _world.GetAsync(used);
        Assert.Equal((MemoryState.Active, 12L), (kept.State, kept.Uses));
        await _world.VerifyAsync();
    }

    [Fact]
    public async Task Useless_IsForgottenBeforeTheUseful()
    {
        var (bad, good) = ((await _world.WriteAsync(MemoryWorld.Said("The lamp is green."))).Id, (await _world.WriteAsync(MemoryWorld.Said("The door is blue."))).Id);
        for (var i = 0; i < 8; i++)
        {
            await _world.GiveAsync($"r{i}", bad, good);
            await _world.Process.Outcomes.ReportAsync(MemoryWorld.Tenant, MemoryWorld.Agent, bad!, new(new string('r', 1) + i, false, true, MemoryWorld.Operator), CancellationToken.None);
            await _world.EndAsync($"r{i}", isSuccess: true);
        }

        var (forgottenBad, forgottenGood) = (await ForgottenAfterAsync(bad!), await ForgottenAfterAsync(good!));
        Assert.True(forgottenBad < forgottenGood, $"{forgottenBad} {forgottenGood}");
    }

    [Fact]
    public async Task Forgotten_SaidAgain_ComesBack_LearnedThroughQuarantine()
    {
        var (said, known) = ((await _world.WriteAsync(MemoryWorld.Said("The lamp is green."))).Id, await _world.KnowAsync("gateway", "port", "8080"));
        _world.Time.Advance(TimeSpan.FromDays(250));
        await _world.Process.ConsolidateAsync();
        Assert.Equal((MemoryState.Forgotten, MemoryState.Forgotten), ((await _world.GetAsync(said)).State, (await _world.GetAsync(known)).State));
        Assert.Empty((await _world.SearchAsync("lamp")).Hits);

        await _world.WriteAsync(MemoryWorld.Said("The lamp is green."));
        await _world.WriteAsync(MemoryWorld.Note("The port of gateway is 8080.", isTrusted: false) with { Subject = "gateway", Attribute = "port", Value = "8080" });
        Assert.Single((await _world.SearchAsync("lamp")).Hits);
        Assert.Equal(MemoryState.Active, (await _world.GetAsync(said)).State);
        await _world.VerifyAsync();
    }

    [Fact]
    public async Task Forgotten_EchoFromOutside_BringsNothingBack()
    {
        var known = await _world.KnowAsync("gateway", "port", "8080");
        var said = (await _world.WriteAsync(MemoryWorld.Said("The lamp is green."))).Id;
        var approved = (await _world.WriteAsync(MemoryWorld.Note("The door of the shop is blue.", isTrusted: false))).Id!;
        await _world.Process.Decisions.PromoteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, approved, MemoryWorld.Operator, CancellationToken.None);
        _world.Time.Advance(TimeSpan.FromDays(250));
        await _world.Process.ConsolidateAsync();

        var echoes = await _world.WriteAllAsync(
            MemoryWorld.Fact("gateway", "port", "8080", isTrusted: false), MemoryWorld.Note("The door of the shop is blue.", isTrusted: false), MemoryWorld.Said("The lamp is green.", isTrusted: false));
        await _world.Process.ConsolidateAsync();

        foreach (var id in (string?[])[known, said, approved]) Assert.Equal(MemoryState.Forgotten, (await _world.GetAsync(id)).State);
        Assert.Equal([MemoryWriteStatus.Quarantined, MemoryWriteStatus.Quarantined, MemoryWriteStatus.Stored], echoes.Select(static echo => echo.Status));
        Assert.Empty((await _world.SearchAsync("Which port has the gateway?")).Hits);
        Assert.Empty((await _world.SearchAsync("What colour is the door of the shop?")).Hits);
        var lamp = Assert.Single((await _world.SearchAsync("lamp")).Hits).Record;
        Assert.Equal((echoes[2].Id, Integrity.Untrusted), (lamp.Id, lamp.Label.Integrity));
        await _world.VerifyAsync();
    }

    [Fact]
    public async Task Forgotten_EchoOfWhoIsTrusted_BringsItBack()
    {
        var known = await _world.KnowAsync("gateway", "port", "8080");
        _world.Time.Advance(TimeSpan.FromDays(250));
        await _world.Process.ConsolidateAsync();

        await _world.WriteAsync(MemoryWorld.Fact("gateway", "port", "8080", MemoryWorld.Operator));

        Assert.Equal(MemoryState.Active, (await _world.GetAsync(known)).State);
    }

    [Fact]
    public async Task Forgotten_IsBroughtBackByAPersonWithinTheGrace_NotAfter()
    {
        var id = (await _world.WriteAsync(MemoryWorld.Said("The lamp is green."))).Id!;
        _world.Time.Advance(TimeSpan.FromDays(250));
        await _world.Process.ConsolidateAsync();
        _world.Time.Advance(TimeSpan.FromDays(29));
        await _world.Process.ConsolidateAsync();
        Assert.Equal(MemoryState.Active, (await _world.Process.Decisions.PromoteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, id, MemoryWorld.Operator, CancellationToken.None)).Value!.State);
        await _world.Process.ConsolidateAsync();
        Assert.Equal(MemoryState.Active, (await _world.GetAsync(id)).State);
        _world.Time.Advance(TimeSpan.FromDays(250));
        await _world.Process.ConsolidateAsync();
        _world.Time.Advance(TimeSpan.FromDays(31));
        await _world.Process.ConsolidateAsync();
        Assert.False(await _world.ExistsAsync(id));
    }

    [Fact]
    public async Task NothingIsForgotten_WhereThatIsSaid_AndEverythingWhereAnAgeIs()
    {
        await using var keeping = new MemoryWorld(static o => o.ForgetBelow = 0);
        await using var dropping = new MemoryWorld(static o => o.MaximumAge = TimeSpan.FromDays(10));
        foreach (var world in (MemoryWorld[])[keeping, dropping])
        {
            await world.WriteAsync(MemoryWorld.Said("The lamp is green."));
            await world.KnowAsync("gateway", "port", "8080");
        }

        keeping.Time.Advance(TimeSpan.FromDays(3000));
        await keeping.Process.ConsolidateAsync();
        Assert.Equal([MemoryState.Active, MemoryState.Active], (await keeping.AllAsync()).Select(static r => r.State));
        dropping.Time.Advance(TimeSpan.FromDays(11));
        await dropping.Process.ConsolidateAsync();
        Assert.Empty(await dropping.AllAsync());
        await dropping.VerifyAsync();
    }

    [Fact]
    public async Task Quality_PrefersWhatSaysSomethingOfSomebodyFromASourceThatMayBeBelieved()
    {
        var results = await _world.WriteAllAsync(
            MemoryWorld.Note("ok", isTrusted: false), MemoryWorld.Note("the thing in there was somehow fine again today", isTrusted: false),
            MemoryWorld.Note("the thing in Bergen was fine again at 10 today", isTrusted: false), MemoryWorld.Fact("gateway", "port on the inside", "8080"));
        var qualities = (await Task.WhenAll(results.Select(r => _world.GetAsync(r.Id)))).Select(static r => r.Quality).ToList();
        Assert.Equal(qualities.Order(), qualities);
        Assert.Equal(4, qualities.Distinct().Count());
        Assert.All(qualities, static q => Assert.InRange(q, 0, 1));
        Assert.All(results, static r => Assert.Equal(MemoryWriteStatus.Quarantined, r.Status));
    }

    private async Task<int> ForgottenAfterAsync(string id)
    {
        await using var world = new MemoryWorld();
        var record = await _world.GetAsync(id);
        var body = MemoryRecordJson.ToBytes(record);
        await world.WriteAsync(MemoryWorld.Said("Something."));
        await world.Documents.CreateAsync(new(Core.Documents.DocumentContainer.Memory, MemoryWorld.Tenant, MemoryWorld.Agent), new(id, body), CancellationToken.None);
        for (var days = 0; days < 2000; days += 5)
        {
            await world.Process.ConsolidateAsync();
            if (!await world.ExistsAsync(id) || (await world.GetAsync(id)).State == MemoryState.Forgotten) return days;
            world.Time.Advance(TimeSpan.FromDays(5));
        }

        return int.MaxValue;
    }
}
