using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Usage;

namespace AgentFunctions.Core.Tests.Memory.Store;

public sealed class MemoryOutcomeTests : IAsyncDisposable
{
    private readonly MemoryWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task VerifiedOutcome_MovesWhatTheRunWasGivenOnce()
    {
        var (used, other) = ((await _world.WriteAsync(MemoryWorld.Said("The lamp is green."))).Id, (await _world.WriteAsync(MemoryWorld.Said("The door is blue."))).Id);
        await _world.GiveAsync("r1", used);
        for (var i = 0; i < 3; i++) await _world.EndAsync("r1", isSuccess: true);
        Assert.Equal(new Usefulness(1, 0), (await _world.GetAsync(used)).Usefulness);
        Assert.Equal(2.0 / 3, (await _world.GetAsync(used)).Usefulness.Mean, 12);
        Assert.Equal(default, (await _world.GetAsync(other)).Usefulness);
        Assert.Equal(0.5, default(Usefulness).Mean);
    }

    [Fact]
    public async Task ReportedOutcome_TheSameAgainChangesNothing_AnotherIsAConflict()
    {
        var id = (await _world.WriteAsync(MemoryWorld.Said("The lamp is green."))).Id!;
        Assert.Equal(409, (await ReportAsync(id, "r1", true)).Error!.Status);
        await _world.GiveAsync("r1", id);
        Assert.Equal(1, (await ReportAsync(id, "r1", true)).Value!.Usefulness.Successes);
        Assert.Equal(1, (await ReportAsync(id, "r1", true)).Value!.Usefulness.Successes);
        Assert.Equal(409, (await ReportAsync(id, "r1", false)).Error!.Status);
        Assert.Equal(404, (await ReportAsync("mem_0", "r1", true)).Error!.Status);
    }

    [Fact]
    public async Task AgentsOwnClaim_MovesNothing_HoweverItIsPutForward()
    {
        var id = (await _world.WriteAsync(MemoryWorld.Said("The lamp is green."))).Id!;
        await _world.GiveAsync("r0", id);
        for (var i = 0; i < 20; i++)
        {
            Assert.Null((await ReportAsync(id, $"r{i}", true, isVerified: false, MemoryWorld.Own)).Error);
            Assert.Null((await ReportAsync(id, $"r{i}", true, isVerified: true, MemoryWorld.Own)).Error);
            await _world.EndAsync($"r{i}", isSuccess: true, isVerified: false, MemoryWorld.Own);
            await _world.EndAsync($"r{i}", isSuccess: true, isVerified: true, MemoryWorld.Own);
        }

        Assert.Equal(default, (await _world.GetAsync(id)).Usefulness);
    }

    [Fact]
    public async Task AgentsClaim_BeforeItIsGivenTheRecord_KeepsNoOutcomeFromIt()
    {
        var id = (await _world.WriteAsync(MemoryWorld.Said("The lamp is green."))).Id!;
        await ReportAsync(id, "r1", true, isVerified: false, MemoryWorld.Own);
        Assert.Equal(409, (await ReportAsync(id, "r1", false)).Error!.Status);
        await _world.GiveAsync("r1", id);
        await _world.EndAsync("r1", isSuccess: false);
        Assert.Equal(new Usefulness(0, 1), (await _world.GetAsync(id)).Usefulness);
    }

    [Fact]
    public async Task ThreeFailures_DemoteToAWarning_AndAPersonBringsItBack()
    {
        var id = (await _world.WriteAsync(MemoryWorld.Said("The lamp is switched off by the red lever."))).Id!;
        for (var i = 0; i < 3; i++)
        {
            Assert.Single((await _world.SearchAsync("lamp lever")).Hits);
            await _world.GiveAsync($"r{i}", id);
            await _world.EndAsync($"r{i}", isSuccess: false);
        }

        var found = await _world.SearchAsync("lamp lever");
        Assert.Empty(found.Hits);
        Assert.Equal(id, Assert.Single(found.Warnings).Record.Id);

        // That a run which was warned went well speaks for the warning, not for what it warns of.
        for (var i = 3; i < 20; i++)
        {
            await _world.GiveAsync($"r{i}", id);
            await _world.EndAsync($"r{i}", isSuccess: true);
        }

        Assert.Equal(MemoryState.Demoted, (await _world.GetAsync(id)).State);
        Assert.Equal(MemoryState.Active, (await _world.Process.Decisions.PromoteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, id, MemoryWorld.Operator, CancellationToken.None)).Value!.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TrustedExperience_OfAVerifiedRun_IsAdviceOrWarning(bool isSuccess)
    {
        var id = (await _world.WriteAsync(MemoryWorld.Learned("Restarting the broker clears the backlog.", "r1"))).Id;
        var found = await _world.SearchAsync("broker backlog");
        Assert.Empty(found.Hits.Concat(found.Warnings));
        await _world.EndAsync("r1", isSuccess);
        await _world.EndAsync("r1", isSuccess);
        found = await _world.SearchAsync("broker backlog");
        Assert.Equal(id, Assert.Single(isSuccess ? found.Hits : found.Warnings).Record.Id);
        Assert.Empty(isSuccess ? found.Warnings : found.Hits);
        Assert.Equal(new Usefulness(isSuccess ? 1 : 0, isSuccess ? 0 : 1), (await _world.GetAsync(id)).Usefulness);
        await _world.VerifyAsync();
    }

    [Fact]
    public async Task UntrustedExperience_IsNotPromotedByOutcomes_ButByAPerson()
    {
        var ids = new HashSet<string?>();
        for (var i = 0; i < 25; i++)
        {
            ids.Add((await _world.WriteAsync(MemoryWorld.Learned("Restarting the broker clears the backlog.", $"r{i}", isTrusted: false))).Id);
            await _world.EndAsync($"r{i}", isSuccess: true);
        }

        await _world.Process.ConsolidateAsync();
        var id = Assert.Single(ids);
        Assert.Equal(MemoryState.Quarantined, (await _world.GetAsync(id)).State);
        Assert.Equal(MemoryState.Active, (await _world.Process.Decisions.PromoteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, id!, MemoryWorld.Operator, CancellationToken.None)).Value!.State);
    }

    [Fact]
    public async Task UntrustedExperience_KeepsNoTrustedOneOfTheSameWordsBack()
    {
        await _world.WriteAsync(MemoryWorld.Learned("Restarting the broker clears the backlog.", "r0", isTrusted: false));
        var id = (await _world.WriteAsync(MemoryWorld.Learned("Restarting the broker clears the backlog.", "r1"))).Id;
        await _world.EndAsync("r1", isSuccess: true);
        Assert.Equal(MemoryState.Active, (await _world.GetAsync(id)).State);
    }

    [Fact]
    public async Task Experience_OfManyRuns_IsOneRecordThatSidesWithTheMost()
    {
        for (var i = 0; i < 6; i++)
        {
            await _world.WriteAsync(MemoryWorld.Learned("Restarting the broker clears the backlog.", $"r{i}") with { SessionId = $"s{i}" });
            await _world.EndAsync($"r{i}", isSuccess: i != 2);
        }

        var record = Assert.Single(await _world.AllAsync());
        Assert.Equal((MemoryState.Active, false, new Usefulness(5, 1)), (record.State, record.IsNegative, record.Usefulness));

        for (var i = 6; i < 14; i++)
        {
            await _world.GiveAsync($"r{i}", record.Id);
            await _world.EndAsync($"r{i}", isSuccess: false);
        }

        record = await _world.GetAsync(record.Id);
        Assert.True(record.IsNegative || record.State == MemoryState.Demoted);
        Assert.Empty((await _world.SearchAsync("broker backlog")).Hits);
    }

    [Fact]
    public async Task RunThatEndedUnverified_JudgesNothing()
    {
        var id = (await _world.WriteAsync(MemoryWorld.Learned("Restarting the broker clears the backlog.", "r1"))).Id;
        await _world.EndAsync("r1", isSuccess: true, isVerified: false);
        await _world.EndAsync("r1", isSuccess: true, isVerified: true, by: MemoryWorld.Own);
        await _world.EndAsync("r2", isSuccess: true);
        Assert.Equal(MemoryState.Quarantined, (await _world.GetAsync(id)).State);
    }

    [Fact]
    public async Task WhatARunWasGivenAfterItsVerdict_DoesNotMove_HoweverOftenThatIsTold()
    {
        var ids = (await _world.WriteAllAsync(MemoryWorld.Said("The lamp is green."), MemoryWorld.Said("The door is blue."))).Select(static r => r.Id!).ToList();
        var verdict = new MemoryOutcome("r1", true, true, MemoryWorld.Operator) { At = _world.Time.GetUtcNow() };
        await _world.GiveAsync("r1", ids[0]);
        await _world.Process.Outcomes.RunEndedAsync(MemoryWorld.Tenant, MemoryWorld.Agent, verdict, CancellationToken.None);
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await _world.GiveAsync("r1", ids[1]);
        await _world.Process.Outcomes.RunEndedAsync(MemoryWorld.Tenant, MemoryWorld.Agent, verdict, CancellationToken.None);
        Assert.Equal([new Usefulness(1, 0), default], [(await _world.GetAsync(ids[0])).Usefulness, (await _world.GetAsync(ids[1])).Usefulness]);
    }

    private ValueTask<Core.Errors.Outcome<MemoryRecord>> ReportAsync(string id, string run, bool isSuccess, bool isVerified = true, string by = MemoryWorld.Operator) =>
        _world.Process.Outcomes.ReportAsync(MemoryWorld.Tenant, MemoryWorld.Agent, id, new MemoryOutcome(run, isSuccess, isVerified, by), CancellationToken.None);
}
