using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Tests.Resources;

namespace AgentFunctions.Core.Tests.Keys;

/// <summary>A client may take its new secret to any process at once: nobody is turned away on what was known before the call came.</summary>
public sealed class JustIssuedKeyTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task RotatedElsewhereAMomentAgo_IsKnownHereAtOnce()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await using var other = instance.Sibling();
        var old = await instance.IssueAsync("k");
        Assert.Equal("ok", await other.VerdictAsync(old));

        var rotated = await instance.Keys.RotateAsync(Actor.System(Tenants.Default), "k", KeyService.DefaultOverlap, CancellationToken.None);
        instance.Time.Advance(Moment);

        Assert.Equal("ok", await other.VerdictAsync(rotated.Value!.Key));
        Assert.Equal("ok", await other.VerdictAsync(old));
    }

    [Fact]
    public async Task IssuedElsewhereUnderAnIdThatWasGuessedBefore_IsKnownHereAtOnce()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await using var stranger = await new ControlInstance().WithDemoAsync();
        await using var other = instance.Sibling();
        Assert.Equal("invalid_api_key", await other.VerdictAsync(await stranger.IssueAsync("k")));

        var issued = await instance.IssueAsync("k");
        instance.Time.Advance(Moment);

        Assert.Equal("ok", await other.VerdictAsync(issued));
    }

    [Fact]
    public async Task ManyWrongKeysAtOnce_ShareTheirLooks()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await using var stranger = await new ControlInstance().WithDemoAsync();
        await instance.IssueAsync("k");
        var wrong = await stranger.IssueAsync("k");
        Assert.Equal("invalid_api_key", await instance.VerdictAsync(wrong));
        instance.Time.Advance(Moment);
        var reads = instance.Store.Reads;

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => instance.VerdictAsync(wrong)));

        Assert.All(verdicts, v => Assert.Equal("invalid_api_key", v));
        Assert.InRange(instance.Store.Reads - reads, 1, 2);
    }
}
