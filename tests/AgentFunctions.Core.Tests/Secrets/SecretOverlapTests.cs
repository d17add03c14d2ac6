using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Core.Tests.Resources;

namespace AgentFunctions.Core.Tests.Secrets;

public sealed class SecretOverlapTests
{
    private const string Host = "api.example.com";
    private static readonly Actor System = Actor.System("default");
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Put_Again_KeepsTheValueBeforeUntilTheOverlapEnds()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await PutAsync(instance, new SecretWrite("one", [Host]));
        await PutAsync(instance, new SecretWrite("two", [Host]) { Overlap = TimeSpan.FromMinutes(10) });

        Assert.Equal("two/one", await RevealAsync(instance));
        instance.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("two/", await RevealAsync(instance));
    }

    [Fact]
    public async Task Put_WithoutOverlap_EndsTheValueBeforeAtOnce()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await PutAsync(instance, new SecretWrite("one", [Host]));
        await PutAsync(instance, new SecretWrite("two", [Host]) { Overlap = TimeSpan.Zero });

        Assert.Equal("two/", await RevealAsync(instance));
    }

    /// <summary>Who may replace a secret may not read it: not by sending the old value to a host of their own that refuses the new one.</summary>
    [Fact]
    public async Task Put_WithAnotherHost_SendsTheValueBeforeToItsOwnHostsOnly()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await PutAsync(instance, new SecretWrite("one", [Host]));
        await PutAsync(instance, new SecretWrite("two", [Host, "evil.example"]));

        Assert.Equal("two/one", await RevealAsync(instance));
        Assert.Equal("two/", await RevealAsync(instance, host: "evil.example"));
    }

    [Fact]
    public async Task Put_ForAnotherTeam_EndsTheValueBeforeAtOnce()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("teams", "a", "{}");
        await PutAsync(instance, new SecretWrite("one", [Host]) { Team = "a" });
        await PutAsync(instance, new SecretWrite("two", [Host]));

        Assert.Equal("two/", await RevealAsync(instance));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(31 * 24 * 3600)]
    public async Task Put_OverlapOutOfRange_IsRefused(int seconds)
    {
        await using var instance = await new ControlInstance().WithDemoAsync();

        Assert.Equal("overlap", (await instance.SecretStore.PutAsync(System, "s", new SecretWrite("one", [Host]) { Overlap = TimeSpan.FromSeconds(seconds) }, None)).Error!.Param);
    }

    [Fact]
    public async Task OfATeam_IsReleasedForItsAgentsOnly()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("teams", "a", "{}");
        await PutAsync(instance, new SecretWrite("one", [Host]) { Team = "a" });

        Assert.Equal("one/", await RevealAsync(instance, "a"));
        Assert.Equal("", await RevealAsync(instance, "b"));
        Assert.Equal("", await RevealAsync(instance, null));
        Assert.Equal("team", (await instance.SecretStore.PutAsync(System, "s2", new SecretWrite("one", [Host]) { Team = "nobody" }, None)).Error!.Param);
    }

    [Fact]
    public async Task OfATeam_IsSeenAndChangedByItsOwnOnly()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("teams", "a", "{}");
        await instance.PutAsync("teams", "b", "{}");
        await PutAsync(instance, new SecretWrite("one", [Host]) { Team = "a" });
        var (a, b) = (OpsOf("a"), OpsOf("b"));

        Assert.Null((await instance.SecretStore.GetAsync(a, "s", None)).Error);
        Assert.Equal(404, (await instance.SecretStore.GetAsync(b, "s", None)).Error!.Status);
        Assert.Empty((await instance.SecretStore.ListAsync(b, null, null, None)).Value!.Items);
        Assert.Equal(404, (await instance.SecretStore.DeleteAsync(b, "s", None)).Error!.Status);
        Assert.NotNull((await instance.SecretStore.PutAsync(b, "s", new SecretWrite("two", [Host]) { Team = "b" }, None)).Error);
        Assert.NotNull((await instance.SecretStore.PutAsync(a, "new", new SecretWrite("two", [Host]), None)).Error);
        Assert.Null((await instance.SecretStore.PutAsync(a, "s", new SecretWrite("two", [Host]) { Team = "a" }, None)).Error);
    }

    [Fact]
    public async Task NameThatSomethingOfTheTenantWaitsFor_IsNotATeamsToTake()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("teams", "a", "{}");
        await instance.PutAsync("providers", "p", """{"type":"openai","endpoint":"https://api.example.com/v1","credential":{"secretRef":"waited-for"}}""");

        var refused = (await instance.SecretStore.PutAsync(OpsOf("a"), "waited-for", new SecretWrite("one", [Host]) { Team = "a" }, None)).Error!;

        Assert.Equal("not_entitled", refused.Code);
        Assert.DoesNotContain("providers/p", refused.Message, StringComparison.Ordinal);
        Assert.Null((await instance.SecretStore.PutAsync(System, "waited-for", new SecretWrite("one", [Host]), None)).Error);
    }

    private static Actor OpsOf(string team) => ControlInstance.ActorOf(PrincipalKind.Operator, new GrantSpec { Team = team });

    private static async Task PutAsync(ControlInstance instance, SecretWrite write) => Assert.Null((await instance.SecretStore.PutAsync(System, "s", write, None)).Error);

    private static async Task<string> RevealAsync(ControlInstance instance, string? team = null, string host = Host) =>
        await instance.Secrets.ResolveAsync(new SecretUse("default", "s", host) { Team = team, Refused = true }, None) is { } found ? $"{found.Current.Reveal()}/{found.Previous?.Reveal()}" : "";
}
