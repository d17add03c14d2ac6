using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Sets;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Restore;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Core.Tests.Resources;

namespace AgentFunctions.Core.Tests.Restore;

/// <summary>Whatever takes something away leaves a record of it in the same batch; what takes nothing away leaves none.</summary>
public sealed class RestrictionRecordTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly Actor Actor = Actor.System(Tenants.Default);
    private readonly ControlInstance _control = new();

    public async Task InitializeAsync() => await _control.WithDemoAsync();

    public Task DisposeAsync() => _control.DisposeAsync().AsTask();

    ValueTask IAsyncDisposable.DisposeAsync() => _control.DisposeAsync();

    [Fact]
    public async Task Record_OfARevokedKey()
    {
        await _control.IssueAsync("k");
        Assert.Empty(await RecordsAsync());

        await _control.Keys.RevokeAsync(Actor, "k", CancellationToken.None);
        await _control.Keys.RevokeAsync(Actor, "k", CancellationToken.None);

        var record = Assert.Single(await RecordsAsync());
        Assert.Equal((RestrictionRecord.KeyRevoked, "keys", "k", "default"), (record.What, record.TargetKind, record.TargetId, record.Tenant));
        Assert.Equal(await _control.SequenceAsync(), record.Sequence);
    }

    [Fact]
    public async Task Record_OfADeletedKey_AlsoInASet()
    {
        await _control.IssueAsync("one");
        await _control.DeleteAsync("keys", "one");
        var set = new ResourceSet([]) { ManagedBy = "m", Prune = true };
        Assert.Null((await _control.ApplyAsync(set, ("agents", "x", "{}"), ("keys", "two", """{"agent":"x"}"""))).Error);
        _control.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null((await _control.ApplyAsync(set, ("agents", "x", "{}"))).Error);

        Assert.Equal([(RestrictionRecord.KeyDeleted, "one"), (RestrictionRecord.KeyDeleted, "two")], (await RecordsAsync()).Select(r => (r.What, r.TargetId)));
    }

    [Fact]
    public async Task Record_OfARotatedKey_SaysWhenEachSecretEnds()
    {
        await _control.IssueAsync("k");
        var first = _control.Time.GetUtcNow();
        await _control.Keys.RotateAsync(Actor, "k", TimeSpan.FromHours(1), CancellationToken.None);
        _control.Time.Advance(TimeSpan.FromMinutes(1));
        await _control.Keys.RotateAsync(Actor, "k", TimeSpan.Zero, CancellationToken.None);

        var records = await RecordsAsync();
        Assert.Equal([1, 2], records.Select(r => r.Retired!.Count));
        Assert.Equal(first.AddHours(1), records[0].Retired![0].Until);
        Assert.All(records[1].Retired!, r => Assert.Equal(_control.Time.GetUtcNow(), r.Until));
        Assert.Equal(records[0].Retired![0].Hash, records[1].Retired![0].Hash);
    }

    [Fact]
    public async Task Record_OfAState_AlsoWhenLifted()
    {
        await SetAsync(OperatingState.Killed);
        _control.Time.Advance(TimeSpan.FromSeconds(1));
        await SetAsync(OperatingState.Active);

        var records = await RecordsAsync();
        Assert.Equal(["killed", null], records.Select(r => r.State?.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Record_OfASecret_ReplacedOrDeletedButNotNew()
    {
        var write = new SecretWrite("one", ["a.example"]);
        await _control.SecretStore.PutAsync(Actor, "s", write, CancellationToken.None);
        Assert.Empty(await RecordsAsync());

        await _control.SecretStore.PutAsync(Actor, "s", write with { Value = "two" }, CancellationToken.None);
        _control.Time.Advance(TimeSpan.FromSeconds(1));
        await _control.SecretStore.DeleteAsync(Actor, "s", CancellationToken.None);

        var records = await RecordsAsync();
        Assert.Equal(2, records.Count);
        Assert.All(records, r => Assert.Equal((RestrictionRecord.SecretReplaced, "secrets", "s"), (r.What, r.TargetKind, r.TargetId)));
        Assert.DoesNotContain("two", JsonSerializer.Serialize(records), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_Ends_AfterItsLife()
    {
        await SetAsync(OperatingState.Suspended);
        Assert.Single(await RecordsAsync());

        _control.Time.Advance(RestrictionRecord.Life);

        Assert.Empty(await RecordsAsync());
    }

    private async Task SetAsync(OperatingState state)
    {
        var set = await _control.Get<ResourceStates>().SetAsync(Actor, ResourceKinds.Agents, "demo", new StateChange(state, state == OperatingState.Active ? null : "test", null), CancellationToken.None);
        Assert.Null(set.Error);
    }

    private async Task<IReadOnlyList<RestrictionRecord>> RecordsAsync()
    {
        var page = await _control.Inner.QueryAsync(
            new DocumentPartition(DocumentContainer.Resources, Tenants.Default), new DocumentQuery(IdPrefix: RestrictionRecord.DocumentPrefix), CancellationToken.None);
        return [.. page.Items.Select(document => RestrictionRecord.TryParse(document.Body.Span)!)];
    }
}
