using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Sets;
using AgentFunctions.Core.Tests.Resources;

namespace AgentFunctions.Core.Tests.Quotas;

/// <summary>No two limits on the same scope, unit, window and mode, however they are written.</summary>
public sealed class QuotaConflictTests
{
    private const string Daily = """{"scope":"agents/demo","unit":"usd","window":"day","amount":"5.00"}""";
    private static readonly ResourceSet Plain = new([]);

    [Theory]
    [InlineData(Daily, """{"scope":"agents/demo","unit":"usd","window":"day","amount":"9.00","mode":"enforce"}""", true)]
    [InlineData(Daily, """{"scope":"agents/demo","unit":"usd","window":"day","amount":"5.00","mode":"shadow"}""", false)]
    [InlineData(Daily, """{"scope":"agents/demo","unit":"usd","window":"month","amount":"5.00"}""", false)]
    [InlineData(Daily, """{"scope":"agents/*","unit":"usd","window":"day","amount":"5.00"}""", false)]
    [InlineData("""{"scope":"runs/*","unit":"usd","window":"run","amount":"1"}""", """{"scope":"runs/*","unit":"usd","window":"total","amount":"2"}""", true)]
    [InlineData("""{"scope":"tenant","unit":"concurrent","amount":"1"}""", """{"scope":"tenant","unit":"concurrent","amount":"2"}""", true)]
    public async Task Put_SecondLimit_IsRefusedWhereItContradicts(string first, string second, bool refused)
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("quotas", "first", first);

        var outcome = await instance.TryPutAsync("quotas", "second", second);

        Assert.Equal(refused, outcome.Error is not null);
        if (!refused) return;
        Assert.Equal("spec", Assert.Single(outcome.Error!.Details).Path);
        Assert.Contains("quotas/first", outcome.Error.Details[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_TwoInOneSet_NamesThePlaces()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();

        var error = (await instance.ApplyAsync(Plain, ("quotas", "a", Daily), ("quotas", "b", Daily))).Error!;

        Assert.Equal(["items[0].spec", "items[1].spec"], error.Details.Select(d => d.Path));
        Assert.Null(await instance.SpecAsync("quotas", "a"));
    }

    [Fact]
    public async Task Apply_ManyAndOneOfThemStoredBefore_FindsIt()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("quotas", "stored", """{"scope":"runs/r7","unit":"usd","window":"run","amount":"1"}""");

        var error = (await instance.ApplyAsync(Plain, [.. Enumerable.Range(0, 20).Select(i => ("quotas", $"q{i}", $$"""{"scope":"runs/r{{i}}","unit":"usd","window":"run","amount":"1"}"""))])).Error!;

        Assert.Equal("items[7].spec", Assert.Single(error.Details).Path);
    }

    [Fact]
    public async Task Apply_OneTakesThePlaceOfAnother_IsFine()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.ApplyAsync(Plain with { ManagedBy = "ci" }, ("quotas", "a", Daily), ("quotas", "b", Daily.Replace("day", "month", StringComparison.Ordinal)));

        var swapped = await instance.ApplyAsync(Plain with { ManagedBy = "ci" }, ("quotas", "b", Daily), ("quotas", "a", Daily.Replace("day", "month", StringComparison.Ordinal)));
        var renamed = await instance.ApplyAsync(Plain with { ManagedBy = "ci", Prune = true }, ("quotas", "c", Daily));

        Assert.Equal(["update", "update"], swapped.Value!.Changes.Select(c => c.Action));
        Assert.Equal(["create", "delete", "delete"], renamed.Value!.Changes.Select(c => c.Action).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Restore_AVersionThatContradictsByNow_IsRefused()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("quotas", "a", Daily);
        await instance.PutAsync("quotas", "a", Daily.Replace("day", "month", StringComparison.Ordinal));
        await instance.PutAsync("quotas", "b", Daily);

        var restored = await instance.Get<AgentFunctions.Core.Resources.History.ResourceHistory>().RestoreAsync(Actor.System(Tenants.Default), AgentFunctions.Core.Resources.Kinds.ResourceKinds.Quotas, "a", 1, default, CancellationToken.None);

        Assert.Contains("quotas/b", restored.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_ManyAtOnceInTwoProcesses_OneIsStored()
    {
        await using var one = await new ControlInstance().WithDemoAsync();
        await using var other = one.Sibling();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? one : other).TryPutAsync("quotas", $"q{i}", Daily).AsTask()));

        Assert.Single(outcomes, o => o.Error is null);
        Assert.Single((await one.ViewAsync())!.Quotas);
    }
}
