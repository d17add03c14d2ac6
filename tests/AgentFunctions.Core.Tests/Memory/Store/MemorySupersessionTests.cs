using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Writing;

namespace AgentFunctions.Core.Tests.Memory.Store;

public sealed class MemorySupersessionTests : IAsyncDisposable
{
    private readonly MemoryWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task LaterStatement_OfTheSame_TakesThePlaceOfTheEarlier()
    {
        var oslo = await _world.KnowAsync("Ann", "home city", "Oslo");
        var before = await _world.GetAsync(oslo);
        _world.Time.Advance(TimeSpan.FromDays(1));
        var rome = await _world.KnowAsync("ANN", "Home City", "Rome");
        var (old, now) = (await _world.GetAsync(oslo), await _world.GetAsync(rome));
        Assert.Equal((MemoryState.Superseded, MemoryState.Active), (old.State, now.State));
        Assert.Equal(now.OccurredAt, old.ValidTo);
        Assert.Contains(new MemoryLink(MemoryLinkKind.Supersedes, oslo, before.Version), now.Links);
        Assert.Equal([rome], (await _world.SearchAsync("Which home city has Ann?")).Hits.Select(static h => h.Record.Id));
        await _world.VerifyAsync();
    }

    [Theory]
    [InlineData("Ann", "work city", "Rome")]
    [InlineData("Bob", "home city", "Rome")]
    [InlineData("Ann", "home city", "OSLO")]
    public async Task StatementOfSomethingElse_LeavesItAlone(string subject, string attribute, string value)
    {
        var oslo = await _world.KnowAsync("Ann", "home city", "Oslo");
        await _world.WriteAsync(MemoryWorld.Fact(subject, attribute, value));
        await _world.WriteAsync(MemoryWorld.Fact(subject, attribute, value, MemoryWorld.Operator));
        Assert.Equal(MemoryState.Active, (await _world.GetAsync(oslo)).State);
        await _world.VerifyAsync();
    }

    [Fact]
    public async Task StatementWithoutAValue_SupersedesNothing()
    {
        var oslo = await _world.KnowAsync("Ann", "home city", "Oslo");
        foreach (var principal in (string[])[MemoryWorld.Own, MemoryWorld.Operator])
        {
            await _world.WriteAsync(MemoryWorld.Note("Ann thinks about her home city.", principal) with { Subject = "Ann", Attribute = "home city" });
            await _world.WriteAsync(MemoryWorld.Note("Ann lives in Rome.", principal) with { Subject = "Ann" });
        }

        Assert.Equal(MemoryState.Active, (await _world.GetAsync(oslo)).State);
        Assert.Equal(3, (await _world.AllAsync()).Count(static r => r.State == MemoryState.Active));
    }

    [Fact]
    public async Task EarlierStatement_KnownLater_IsHistoryAtOnce()
    {
        var rome = await _world.KnowAsync("Ann", "home city", "Rome", MemoryWorld.Start);
        var oslo = await _world.KnowAsync("Ann", "home city", "Oslo", MemoryWorld.Start.AddYears(-1));
        var (old, now) = (await _world.GetAsync(oslo), await _world.GetAsync(rome));
        Assert.Equal((MemoryState.Superseded, MemoryWorld.Start), (old.State, old.ValidTo));
        Assert.Equal(MemoryState.Active, now.State);
        Assert.Contains(now.Links, link => link.Kind == MemoryLinkKind.Supersedes && link.TargetId == oslo);
        await _world.VerifyAsync();
    }

    [Fact]
    public async Task UnverifiedStatement_SupersedesNothingAndSaysWhatItContradicts()
    {
        var oslo = await _world.KnowAsync("Ann", "home city", "Oslo");
        var version = (await _world.GetAsync(oslo)).Version;
        var rome = await _world.WriteAsync(MemoryWorld.Fact("Ann", "home city", "Rome", isTrusted: false));
        Assert.Equal(MemoryState.Active, (await _world.GetAsync(oslo)).State);
        Assert.Contains(new MemoryLink(MemoryLinkKind.Contradicts, oslo, version), (await _world.GetAsync(rome.Id)).Links);
        Assert.Equal([oslo], (await _world.SearchAsync("Which home city has Ann?")).Hits.Select(static h => h.Record.Id));
    }

    [Fact]
    public async Task ManyUnverifiedStatements_HideNoActiveOne()
    {
        var oslo = await _world.KnowAsync("Ann", "home city", "Oslo");
        for (var i = 0; i < 150; i++) await _world.WriteAsync(MemoryWorld.Fact("Ann", "home city", $"Town {i}", isTrusted: false));
        _world.Time.Advance(TimeSpan.FromDays(1));
        var rome = await _world.KnowAsync("Ann", "home city", "Rome");
        Assert.Equal((MemoryState.Superseded, MemoryState.Active), ((await _world.GetAsync(oslo)).State, (await _world.GetAsync(rome)).State));
        await _world.VerifyAsync();
    }

    [Fact]
    public async Task ManyStatementsInARow_LeaveOneActiveAndABoundedHistory()
    {
        for (var i = 0; i < 80; i++)
        {
            _world.Time.Advance(TimeSpan.FromMinutes(1));
            await _world.KnowAsync("gateway", "port", $"{8000 + i}");
        }

        var active = Assert.Single(await _world.AllAsync(), static r => r.State == MemoryState.Active);
        Assert.Equal("8079", active.Value);
        _world.Time.Advance(TimeSpan.FromDays(31));
        await _world.Process.ConsolidateAsync();
        Assert.Equal([active.Id], (await _world.AllAsync()).Select(static r => r.Id));
        Assert.Empty((await _world.GetAsync(active.Id)).Links);
        await _world.VerifyAsync();
    }

    [Fact]
    public async Task Versions_AreKeptToTheirNumberTheLatestFirst()
    {
        await using var world = new MemoryWorld(static o => o.VersionsKept = 3);
        var id = (await world.WriteAsync(MemoryWorld.Note("The lamp is green."))).Id!;
        for (var p = 0; p < 6; p++) await world.WriteAsync(MemoryWorld.Note("The lamp is green.", $"principals/p{p}", isTrusted: false));
        var versions = await world.Process.Reader.VersionsAsync(MemoryWorld.Tenant, MemoryWorld.Agent, id, CancellationToken.None);
        Assert.Equal([6, 5, 4], versions.Select(static v => v.Version));
        Assert.Equal([6, 5, 4], versions.Select(static v => v.Sources.Count));
        Assert.Equal(7, (await world.GetAsync(id)).Version);
        await world.VerifyAsync();
    }

    [Fact]
    public async Task NoRecord_IsAnswered_WhileItDoesNotHold()
    {
        var lamp = MemoryWorld.Said("The lamp is green.", MemoryWorld.Operator);
        await _world.WriteAsync(lamp with { ValidFrom = MemoryWorld.Start.AddDays(1), ValidTo = MemoryWorld.Start.AddDays(2) });
        Assert.Empty((await _world.SearchAsync("lamp")).Hits);
        _world.Time.Advance(TimeSpan.FromDays(1));
        Assert.Single((await _world.SearchAsync("lamp")).Hits);
        _world.Time.Advance(TimeSpan.FromDays(1));
        Assert.Empty((await _world.SearchAsync("lamp")).Hits);
    }

    [Fact]
    public async Task Delete_TakesHistoryAndLinksToIt()
    {
        var target = await _world.KnowAsync("Ann", "home city", "Oslo");
        var links = (MemoryLink[])[new(MemoryLinkKind.DerivedFrom, target, 1), new(MemoryLinkKind.RelatedTo, target, 2)];
        var linking = (await _world.WriteAsync(MemoryWorld.Said("She often speaks of the fjord.") with { Links = links })).Id;
        Assert.NotNull((await _world.Process.Decisions.DeleteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, target, CancellationToken.None)).Value);
        Assert.False(await _world.ExistsAsync(target));
        Assert.Empty((await _world.GetAsync(linking)).Links);
        Assert.Empty(await _world.Process.Reader.VersionsAsync(MemoryWorld.Tenant, MemoryWorld.Agent, target, CancellationToken.None));
        Assert.Equal(404, (await _world.Process.Decisions.DeleteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, target, CancellationToken.None)).Error!.Status);
        await _world.VerifyAsync();
    }
}
