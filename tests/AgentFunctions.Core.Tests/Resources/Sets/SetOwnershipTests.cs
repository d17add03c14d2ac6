using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Sets;

namespace AgentFunctions.Core.Tests.Resources.Sets;

public sealed class SetOwnershipTests
{
    private const string Simulated = """{"type":"simulated"}""";
    private static readonly ResourceSet Ours = new([]) { ManagedBy = "ours" };
    private static readonly ResourceSet Theirs = new([]) { ManagedBy = "theirs" };

    [Fact]
    public async Task Apply_WhatAnotherSetOwns_Is409UnlessForced()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.ApplyAsync(Ours, ("providers", "p", Simulated));

        var refused = await instance.ApplyAsync(Theirs, ("providers", "p", """{"type":"simulated","headers":{"x-a":"b"}}"""));
        var forced = await instance.ApplyAsync(Theirs with { Force = true }, ("providers", "p", Simulated));

        Assert.Equal(409, refused.Error!.Status);
        Assert.Contains("ours", refused.Error.Message, StringComparison.Ordinal);
        Assert.Equal("managedBy", Assert.Single(Assert.Single(forced.Value!.Changes).Differences).Path);
        Assert.Equal("theirs", (await instance.Resources.GetAsync(Actor.System("default"), ResourceKinds.Providers, "p", CancellationToken.None)).Value!.ManagedBy);
    }

    [Fact]
    public async Task Prune_DeletesOnlyItsOwnThatIsNoLongerNamed()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.ApplyAsync(Ours, ("providers", "p1", Simulated), ("providers", "p2", Simulated), ("models", "m", """{"targets":[{"provider":"p2"}]}"""));
        await instance.ApplyAsync(Theirs, ("providers", "p3", Simulated));

        var result = (await instance.ApplyAsync(Ours with { Prune = true }, ("providers", "p1", Simulated))).Value!;

        Assert.Equal(["providers/p1 unchanged", "models/m delete", "providers/p2 delete"], result.Changes.Select(c => $"{c.Kind}/{c.Id} {c.Action}"));
        Assert.Null(await instance.SpecAsync("models", "m"));
        Assert.Null(await instance.SpecAsync("providers", "p2"));
        foreach (var kept in new[] { "p1", "p3", "sim" }) Assert.NotNull(await instance.SpecAsync("providers", kept));
    }

    [Fact]
    public async Task Prune_WhatAnotherNames_IsRefusedAndNothingIsDeleted()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.ApplyAsync(Ours, ("providers", "p1", Simulated), ("providers", "p2", Simulated));
        await instance.PutAsync("models", "mine", """{"targets":[{"provider":"p2"}]}""");

        var error = (await instance.ApplyAsync(Ours with { Prune = true }, ("providers", "p0", Simulated))).Error!;

        Assert.Contains("models/mine", Assert.Single(error.Details).Message, StringComparison.Ordinal);
        Assert.NotNull(await instance.SpecAsync("providers", "p1"));
        Assert.Null(await instance.SpecAsync("providers", "p0"));
    }

    [Fact]
    public async Task Prune_WhatOneOfManyNamersOutsideTheSetNames_IsRefused()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        (string, string, string)[] team = [("teams", "t", "{}"), .. Enumerable.Range(0, 30).Select(i => ("agents", $"z{i:00}", """{"team":"t"}"""))];
        await instance.ApplyAsync(Ours, team);
        await instance.PutAsync("agents", "zz", """{"team":"t"}""");

        var error = (await instance.ApplyAsync(Ours with { Prune = true })).Error!;

        Assert.Contains("agents/zz", Assert.Single(error.Details).Message, StringComparison.Ordinal);
        Assert.NotNull(await instance.SpecAsync("teams", "t"));
    }

    [Theory]
    [InlineData(null, "managedBy")]
    [InlineData("a b", "managedBy")]
    [InlineData("-a", "managedBy")]
    public async Task Apply_PruneWithoutOwnerOrWrongOwner_IsRefused(string? owner, string param)
    {
        await using var instance = await new ControlInstance().WithDemoAsync();

        Assert.Equal(param, (await instance.ApplyAsync(new ResourceSet([]) { ManagedBy = owner, Prune = true })).Error!.Param);
    }

    [Fact]
    public async Task Put_ByHand_KeepsTheOwnerAndTheNextApplyShowsTheDrift()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.ApplyAsync(Ours, ("providers", "p", Simulated));
        await instance.PutAsync("providers", "p", """{"type":"simulated","headers":{"x-a":"b"}}""");

        var drift = (await instance.ApplyAsync(Ours with { DryRun = true }, ("providers", "p", Simulated))).Value!;

        var change = Assert.Single(drift.Changes);
        Assert.Equal(("update", "spec.headers"), (change.Action, Assert.Single(change.Differences).Path));
    }

    [Fact]
    public async Task Export_InOrderAndAppliedElsewhere_IsTheSame()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.ApplyAsync(Ours, ("keys", "k", """{"agent":"demo"}"""), ("teams", "t", "{}"), ("principals", "p", """{"type":"auditor"}"""));
        var exported = new List<ResourceEntry>();
        await foreach (var entry in instance.Get<ResourceSets>().ExportAsync(Actor.System("default"), null, CancellationToken.None)) exported.Add(entry);

        await using var other = new ControlInstance();
        await other.Resources.EnsureTenantAsync("default", CancellationToken.None);
        foreach (var entry in exported) await other.PutAsync(entry.Kind, entry.Id, entry.Spec.GetRawText());

        Assert.Equal(["providers", "models", "teams", "principals", "agents", "keys"], exported.Select(e => e.Kind));
    }
}
