using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Writing;

namespace AgentFunctions.Core.Tests.Memory.Store;

public sealed class MemoryPromotionTests : IAsyncDisposable
{
    private const string Lamp = "The lamp in the hall is green.";
    private readonly MemoryWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task TwoIndependentTrustedSources_PromoteAndItIsFound()
    {
        var id = (await _world.WriteAsync(MemoryWorld.Note(Lamp))).Id;
        Assert.Empty((await _world.SearchAsync("lamp")).Hits);
        Assert.Equal(MemoryWriteStatus.Merged, (await _world.WriteAsync(MemoryWorld.Note(Lamp, MemoryWorld.Operator))).Status);
        Assert.Equal(MemoryState.Active, (await _world.GetAsync(id)).State);
        Assert.Equal(id, Assert.Single((await _world.SearchAsync("lamp")).Hits).Record.Id);
        Assert.Equal(MemoryState.Quarantined, Assert.Single(await VersionsAsync(id)).State);
        await _world.VerifyAsync();
    }

    [Theory]
    [InlineData(MemoryWorld.Own, true, MemoryWorld.Own, true)]
    [InlineData(MemoryWorld.Own, true, MemoryWorld.Operator, false)]
    [InlineData(MemoryWorld.Own, false, MemoryWorld.Operator, true)]
    [InlineData(MemoryWorld.Operator, true, MemoryWorld.Operator, true)]
    [InlineData("principals/x", false, "principals/y", false)]
    public async Task AnythingLess_StaysInQuarantineHoweverOftenItIsSaid(string first, bool isFirstTrusted, string second, bool isSecondTrusted)
    {
        for (var i = 0; i < 12; i++)
        {
            await _world.WriteAsync(MemoryWorld.Note(Lamp, first, isFirstTrusted, run: $"r{i}"));
            await _world.WriteAsync(MemoryWorld.Note(Lamp, second, isSecondTrusted, run: $"q{i}"));
            await _world.Process.ConsolidateAsync();
        }

        Assert.Equal(MemoryState.Quarantined, Assert.Single(await _world.AllAsync()).State);
    }

    [Fact]
    public async Task TrustInASource_NeverExceedsTheLabel()
    {
        var draft = MemoryWorld.Note(Lamp) with { Label = MemoryWorld.Untrusted };
        await _world.WriteAsync(draft);
        await _world.WriteAsync(draft with { Source = draft.Source with { Principal = MemoryWorld.Operator } });
        await _world.Process.ConsolidateAsync();
        Assert.Equal(MemoryState.Quarantined, Assert.Single(await _world.AllAsync()).State);
    }

    [Fact]
    public async Task Promote_ByAPerson_IsActiveAndSaysWhoDidIt()
    {
        var id = (await _world.WriteAsync(MemoryWorld.Note(Lamp, isTrusted: false))).Id!;
        var promoted = await _world.Process.Decisions.PromoteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, id, MemoryWorld.Operator, CancellationToken.None);
        Assert.Equal(MemoryState.Active, promoted.Value!.State);
        Assert.Contains(promoted.Value.Sources, static s => s is { Kind: MemorySourceKind.Approved, Principal: MemoryWorld.Operator });
        var again = await _world.Process.Decisions.PromoteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, id, MemoryWorld.Operator, CancellationToken.None);
        Assert.Equal(promoted.Value.Version, again.Value!.Version);
        Assert.NotNull((await _world.Process.Decisions.DenyAsync(MemoryWorld.Tenant, MemoryWorld.Agent, id, MemoryWorld.Operator, CancellationToken.None)).Error);
    }

    [Fact]
    public async Task Deny_ByAPerson_RefusesTheSameUntilAnotherApproves()
    {
        var id = (await _world.WriteAsync(MemoryWorld.Note(Lamp))).Id!;
        await _world.Process.Decisions.DenyAsync(MemoryWorld.Tenant, MemoryWorld.Agent, id, MemoryWorld.Operator, CancellationToken.None);
        Assert.Equal(MemoryState.Forgotten, (await _world.GetAsync(id)).State);
        var again = await _world.WriteAsync(MemoryWorld.Note(Lamp, "principals/second"));
        Assert.Equal((MemoryWriteStatus.Refused, MemoryRefusals.Denied), (again.Status, again.Reason));
        Assert.Empty((await _world.SearchAsync("lamp")).Hits);

        await _world.Process.Decisions.PromoteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, id, "principals/second", CancellationToken.None);
        var record = await _world.GetAsync(id);
        Assert.Equal(MemoryState.Active, record.State);
        Assert.DoesNotContain(record.Sources, static s => s.Kind == MemorySourceKind.Denied);
    }

    [Fact]
    public async Task Decide_OfNobody_IsNotFound()
    {
        foreach (var id in (string[])["mem_0123", "head", "../x", ""])
            Assert.Equal(404, (await _world.Process.Decisions.PromoteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, id, MemoryWorld.Operator, CancellationToken.None)).Error!.Status);
    }

    [Fact]
    public async Task Quarantine_ThatNobodyEnds_EndsInDeletion()
    {
        var id = (await _world.WriteAsync(MemoryWorld.Note(Lamp))).Id;
        _world.Time.Advance(TimeSpan.FromDays(29));
        await _world.Process.ConsolidateAsync();
        Assert.True(await _world.ExistsAsync(id));
        _world.Time.Advance(TimeSpan.FromDays(2));
        await _world.Process.ConsolidateAsync();
        Assert.False(await _world.ExistsAsync(id));
        Assert.Equal(["head"], (await TestKit.Memory.MemoryInvariants.DocumentsAsync(_world.Documents, MemoryWorld.Tenant, MemoryWorld.Agent)).Keys);
    }

    private ValueTask<IReadOnlyList<MemoryRecord>> VersionsAsync(string? id) => _world.Process.Reader.VersionsAsync(MemoryWorld.Tenant, MemoryWorld.Agent, id!, CancellationToken.None);
}
