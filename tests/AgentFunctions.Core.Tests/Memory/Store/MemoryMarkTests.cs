using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Subjects;
using AgentFunctions.TestKit.Memory;

namespace AgentFunctions.Core.Tests.Memory.Store;

/// <summary>Decisions about a text outlive its records, and nothing of the text is kept for that.</summary>
public sealed class MemoryMarkTests : IAsyncDisposable
{
    private const string Lever = "The lamp is switched off by the red lever.";
    private readonly MemoryWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task RecordsThatWereThereBefore_FollowAtTheNextConsolidation()
    {
        var sessions = await _world.WriteAllAsync([.. Enumerable.Range(0, 4).Select(static i => MemoryWorld.Said(Lever) with { SessionId = $"s{i}" })]);
        await FailAsync(sessions[0].Id!);
        await _world.Process.ConsolidateAsync();
        Assert.All(await _world.AllAsync(), static r => Assert.Equal((MemoryState.Demoted, 3d), (r.State, r.Usefulness.Failures)));

        var note = (await _world.WriteAsync(MemoryWorld.Note("The door is never locked at night."))).Id!;
        var twin = (await _world.WriteAsync(MemoryWorld.Note("The door is never locked at night.", isTrusted: false) with { Speaker = "Ann" })).Id!;
        var said = (await _world.WriteAsync(MemoryWorld.Said("The door is never locked at night."))).Id!;
        await DenyAsync(note);
        await _world.Process.ConsolidateAsync();
        foreach (var id in (string[])[twin, said]) Assert.Equal(MemoryState.Forgotten, (await _world.GetAsync(id)).State);
        await _world.VerifyAsync();
    }

    [Fact]
    public async Task APersonsWord_TakesTheMarkBack()
    {
        var id = (await _world.WriteAsync(MemoryWorld.Said(Lever))).Id!;
        await FailAsync(id);
        await _world.Process.Decisions.PromoteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, id, MemoryWorld.Operator, CancellationToken.None);
        Assert.Equal(MemoryState.Active, (await _world.GetAsync(id)).State);
        await _world.Process.ConsolidateAsync();
        var other = (await _world.WriteAsync(MemoryWorld.Said(Lever, MemoryWorld.Operator) with { SessionId = "s2" })).Id;
        Assert.Equal(MemoryState.Active, (await _world.GetAsync(other)).State);
    }

    [Fact]
    public async Task Verdicts_PassOverOnce_HoweverOftenARecordIsDeletedAndSaidAgain()
    {
        var id = (await _world.WriteAsync(MemoryWorld.Said(Lever))).Id!;
        await _world.GiveAsync("r0", id);
        await _world.EndAsync("r0", isSuccess: true);
        await _world.GiveAsync("r1", id);
        await _world.EndAsync("r1", isSuccess: false);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(new Usefulness(1, 1), (await _world.GetAsync(id)).Usefulness);
            await _world.Process.Decisions.DeleteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, id, CancellationToken.None);
            id = (await _world.WriteAsync(MemoryWorld.Said(Lever, MemoryWorld.Operator) with { SessionId = $"s{i}" })).Id!;
            Assert.Equal(default, (await _world.GetAsync((await _world.WriteAsync(MemoryWorld.Said(Lever, MemoryWorld.Operator) with { SessionId = $"t{i}" })).Id)).Usefulness);
        }

        await _world.VerifyAsync();
    }

    [Fact]
    public async Task DemotedLearned_IsAWarningOnceItIsVerifiedAgain()
    {
        var id = await _world.KnowAsync("lamp", "lever", "red");
        await FailAsync(id);
        await _world.Process.Decisions.DeleteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, id, CancellationToken.None);
        _world.Time.Advance(TimeSpan.FromDays(2));
        var again = await _world.KnowAsync("lamp", "lever", "red");
        Assert.NotEqual(id, again);
        Assert.Equal(MemoryState.Demoted, (await _world.GetAsync(again)).State);
    }

    [Fact]
    public async Task Erasure_LeavesNothingOfTheTextOrThePerson_ButThatItWasRefused()
    {
        await DenyAsync((await _world.WriteAsync(MemoryWorld.Note("The zeppelin of Ann Smith is red.") with { Subject = "Ann Smith" })).Id!);
        await _world.Process.Erasures.EraseAsync(new SubjectScope(MemoryWorld.Tenant, SubjectNames.Fold("Ann Smith"), null), MemoryWorld.Operator, CancellationToken.None);

        var documents = await MemoryInvariants.DocumentsAsync(_world.Documents, MemoryWorld.Tenant, MemoryWorld.Agent);
        Assert.DoesNotContain(documents, static d => (d.Key + d.Value).Contains("zeppelin", StringComparison.OrdinalIgnoreCase) || (d.Key + d.Value).Contains("ann smith", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(MemoryRefusals.Denied, (await _world.WriteAsync(MemoryWorld.Note("The zeppelin of Ann Smith is red.") with { Subject = "ANN SMITH" })).Reason);
    }

    private async Task FailAsync(string id)
    {
        for (var i = 0; i < 3; i++)
        {
            await _world.GiveAsync($"{id}-{i}", id);
            await _world.EndAsync($"{id}-{i}", isSuccess: false);
        }
    }

    private async Task DenyAsync(string id) => Assert.Null((await _world.Process.Decisions.DenyAsync(MemoryWorld.Tenant, MemoryWorld.Agent, id, MemoryWorld.Operator, CancellationToken.None)).Error);
}
