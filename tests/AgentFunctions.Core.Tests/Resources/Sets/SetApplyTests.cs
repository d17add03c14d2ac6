using AgentFunctions.Core.Resources.Sets;

namespace AgentFunctions.Core.Tests.Resources.Sets;

public sealed class SetApplyTests
{
    private const string Simulated = """{"type":"simulated"}""";
    private static readonly ResourceSet Plain = new([]);

    [Fact]
    public async Task Apply_AnyOrder_IsOneChange()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var before = await instance.SequenceAsync();

        var result = (await instance.ApplyAsync(
            Plain,
            ("keys", "k", """{"agent":"a"}"""),
            ("agents", "a", """{"team":"t","models":["m"]}"""),
            ("teams", "t", """{"models":["m"]}"""),
            ("models", "m", """{"targets":[{"provider":"p"}]}"""),
            ("providers", "p", Simulated))).Value!;

        Assert.Equal(["create", "create", "create", "create", "create"], result.Changes.Select(c => c.Action));
        Assert.Equal((before + 1, before + 1), (result.Sequence, await instance.SequenceAsync()));
        Assert.NotNull(await instance.SpecAsync("keys", "k"));
    }

    [Fact]
    public async Task Apply_OneMistakeAmongMany_WritesNothingAndNamesEveryFinding()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var before = await instance.SequenceAsync();

        var error = (await instance.ApplyAsync(
            Plain,
            ("providers", "p", Simulated),
            ("models", "m", """{"targets":[{"provider":"nobody"}]}"""),
            ("agents", "a", """{"models":["m","gone"]}"""))).Error!;

        Assert.Equal(["items[1].spec.targets[0].provider", "items[2].spec.models[1]"], error.Details.Select(d => d.Path));
        Assert.Equal(before, await instance.SequenceAsync());
        Assert.Null(await instance.SpecAsync("providers", "p"));
    }

    [Fact]
    public async Task Apply_Again_WritesNothing()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        (string, string, string)[] items = [("providers", "p", Simulated), ("models", "m", """{"targets":[{"provider":"p"}]}""")];
        var first = (await instance.ApplyAsync(Plain with { ManagedBy = "ci" }, items)).Value!;

        var second = (await instance.ApplyAsync(Plain with { ManagedBy = "ci" }, items)).Value!;

        Assert.Equal(first.Sequence, second.Sequence);
        Assert.All(second.Changes, c => Assert.Equal(("unchanged", 1L), (c.Action, c.Version)));
        Assert.Equal(first.Sequence, await instance.SequenceAsync());
    }

    [Fact]
    public async Task DryRun_ShowsTheDifferenceByPathAndWritesNothing()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("agents", "a", """{"owner":"x","models":["sim-small"]}""");
        var before = await instance.SequenceAsync();

        var result = (await instance.ApplyAsync(Plain with { DryRun = true }, ("agents", "a", """{"owner":"y","models":[]}"""))).Value!;

        var change = Assert.Single(result.Changes);
        Assert.Equal(("update", 2L, true), (change.Action, change.Version, result.DryRun));
        Assert.Equal(
            ["spec.models[0]: \"sim-small\" -> ", "spec.owner: \"x\" -> \"y\""],
            change.Differences.Select(d => $"{d.Path}: {d.From?.GetRawText()} -> {d.To?.GetRawText()}").Order(StringComparer.Ordinal));
        Assert.Equal(before, await instance.SequenceAsync());
    }

    [Fact]
    public async Task Apply_AKindOrIdTwice_OrATenant_IsRefused()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();

        var twice = (await instance.ApplyAsync(Plain, ("providers", "p", Simulated), ("providers", "p", Simulated))).Error!;
        var tenant = (await instance.ApplyAsync(Plain, ("tenants", "t", "{}"))).Error!;
        var kind = (await instance.ApplyAsync(Plain, ("widgets", "t", "{}"))).Error!;

        Assert.Equal("items[1].id", twice.Param);
        Assert.Equal("items[0].kind", tenant.Param);
        Assert.Equal("items[0].kind", kind.Param);
    }

    [Fact]
    public async Task Apply_AgentWithModelsItsTeamLacks_IsRefusedAndHoldsBothWays()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("teams", "t", """{"models":["sim-*"]}""");
        await instance.PutAsync("models", "big", """{"targets":[{"provider":"sim"}]}""");

        var refused = await instance.TryPutAsync("agents", "a", """{"team":"t","models":["big"]}""");
        var wide = await instance.TryPutAsync("agents", "a", """{"team":"t","models":["*"]}""");
        var together = await instance.ApplyAsync(Plain, ("agents", "a", """{"team":"t","models":["big"]}"""), ("teams", "t", """{"models":["big"]}"""));

        Assert.Equal("spec.models[0]", refused.Error!.Param);
        Assert.Equal("spec.models[0]", wide.Error!.Param);
        Assert.Null(together.Error);
    }
}
