using System.Net;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Tests.Resources;

namespace AgentFunctions.Core.Tests.Keys;

public sealed class PrincipalKeyTests
{
    private static readonly Actor System = Actor.System("default");
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("operator", PrincipalKind.Operator)]
    [InlineData("approver", PrincipalKind.Approver)]
    [InlineData("auditor", PrincipalKind.Auditor)]
    [InlineData("app", PrincipalKind.App)]
    public async Task Issued_ForAPrincipal_AuthenticatesAsIt(string type, PrincipalKind kind)
    {
        await using var instance = await StartAsync(type);
        var key = await KeyAsync(instance, new KeySpec { Principal = "p" });

        var caller = (await instance.AuthenticateAsync(key)).Caller!;

        Assert.StartsWith("ok_default.k.", key, StringComparison.Ordinal);
        Assert.Equal((new Principal("default", kind, "p"), null), (caller.Principal, caller.Agent));
    }

    [Fact]
    public async Task Grants_Changed_HoldEverywhereWithinTwoSeconds()
    {
        await using var instance = await StartAsync("operator");
        await using var other = instance.Sibling();
        var key = await KeyAsync(instance, new KeySpec { Principal = "p" });
        Assert.True((await other.AuthenticateAsync(key)).Caller!.Access.Has(AccessScopes.KeysWrite));

        await instance.PutAsync("principals", "p", """{"type":"operator","grants":[{"scopes":["resources:read"]}]}""");
        instance.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.False((await other.AuthenticateAsync(key)).Caller!.Access.Has(AccessScopes.KeysWrite));
    }

    [Fact]
    public async Task ActAsAnAgent_TakesTheScopeInTheAgentsTeam()
    {
        await using var instance = await StartAsync("app", """[{"scopes":["agents:act"],"team":"t"}]""");
        var key = await KeyAsync(instance, new KeySpec { Principal = "p" });
        await instance.PutAsync("agents", "mine", """{"team":"t"}""");

        Assert.Equal("mine", (await instance.AuthenticateAsync(key, agent: "mine")).Caller!.Agent!.Id);
        Assert.Equal(404, (await instance.AuthenticateAsync(key, agent: "demo")).Error!.Status);
        Assert.Equal(404, (await instance.AuthenticateAsync(key, agent: "nobody")).Error!.Status);
        await instance.PutAsync("principals", "p", """{"type":"app","grants":[{"scopes":["resources:read"]}]}""");
        Assert.Equal("not_entitled", (await instance.AuthenticateAsync(key, agent: "mine")).Error!.Code);
    }

    [Fact]
    public async Task AnotherTenant_IsRefused()
    {
        await using var instance = await StartAsync("operator");
        await instance.Resources.EnsureTenantAsync("other", None);
        var key = await KeyAsync(instance, new KeySpec { Principal = "p" });

        Assert.Equal("not_entitled", (await instance.AuthenticateAsync(key, "other")).Error!.Code);
    }

    [Fact]
    public async Task IssuingForAPrincipal_TakesPrincipalsWriteInTheWholeTenant()
    {
        await using var instance = await StartAsync("operator");
        var keysOnly = ControlInstance.ActorOf(PrincipalKind.App, new GrantSpec { Scopes = ["keys:write", "resources:read"] });
        var ofTeam = ControlInstance.ActorOf(PrincipalKind.Operator, new GrantSpec { Team = "t" });

        Assert.Equal("not_entitled", (await instance.Keys.CreateAsync(keysOnly, null, new KeySpec { Principal = "p" }, None)).Error!.Code);
        Assert.NotNull((await instance.Keys.CreateAsync(ofTeam, null, new KeySpec { Principal = "p" }, None)).Error);
        Assert.Null((await instance.Keys.CreateAsync(keysOnly, null, new KeySpec { Agent = "demo" }, None)).Error);
        await KeyAsync(instance, new KeySpec { Principal = "p" });
        Assert.Equal("not_entitled", (await instance.Keys.RotateAsync(keysOnly, "k", TimeSpan.Zero, None)).Error!.Code);
        Assert.Equal("not_entitled", (await instance.Keys.RevokeAsync(keysOnly, "k", None)).Error!.Code);
    }

    [Fact]
    public async Task Principal_WithKeys_CannotBeDeletedAndKeysOfADeletedOneOpenNothing()
    {
        await using var instance = await StartAsync("operator");
        var key = await KeyAsync(instance, new KeySpec { Principal = "p" });

        Assert.Equal("in_use", (await instance.Resources.DeleteAsync(System, Core.Resources.Kinds.ResourceKinds.Principals, "p", null, None)).Error!.Code);
        await instance.DeleteAsync("keys", "k");
        await instance.DeleteAsync("principals", "p");
        Assert.Equal("invalid_api_key", await instance.VerdictAsync(key));
    }

    [Theory]
    [InlineData("10.1.2.3", "ok")]
    [InlineData("::ffff:10.1.2.3", "ok")]
    [InlineData("2001:db8::7", "ok")]
    [InlineData("11.0.0.1", "not_entitled")]
    [InlineData("2001:db9::1", "not_entitled")]
    [InlineData(null, "not_entitled")]
    public async Task Sources_Given_AreTheOnlyOnes(string? source, string verdict)
    {
        await using var instance = await StartAsync("operator");
        foreach (var spec in new[] { new KeySpec { Principal = "p" }, new KeySpec { Agent = "demo" } })
        {
            var issued = (await instance.Keys.CreateAsync(System, null, spec with { Sources = ["10.0.0.0/8", "2001:db8::/32"] }, None)).Value!;
            var result = await instance.Get<IAuthenticator>().AuthenticateAsync(new PresentedCredential(issued.Key, Source: source is null ? null : IPAddress.Parse(source)), None);
            Assert.Equal(verdict, result.Error?.Code ?? "ok");
        }
    }

    [Fact]
    public async Task LookUp_ByThePlatform_KnowsKeysOfEveryTenantOthersTheirOwn()
    {
        await using var instance = await StartAsync("operator");
        await instance.Resources.EnsureTenantAsync("other", None);
        var there = Actor.System("other");
        await instance.Resources.PutAsync(there, Core.Resources.Kinds.ResourceKinds.Agents, "a", """{"spec":{}}"""u8.ToArray(), default, None);
        var key = (await instance.Keys.CreateAsync(there, "theirs", new KeySpec { Agent = "a" }, None)).Value!.Key;

        Assert.Equal("other", (await instance.Keys.LookUpAsync(System, key, None)).Value!.TenantId);
        Assert.Equal(404, (await instance.Keys.LookUpAsync(ControlInstance.ActorOf(PrincipalKind.Operator), key, None)).Error!.Status);
    }

    private static async Task<ControlInstance> StartAsync(string type, string grants = "[]")
    {
        var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("teams", "t", "{}");
        await instance.PutAsync("principals", "p", $$"""{"type":"{{type}}","grants":{{grants}}}""");
        return instance;
    }

    private static async Task<string> KeyAsync(ControlInstance instance, KeySpec spec) => (await instance.Keys.CreateAsync(System, "k", spec, None)).Value!.Key;
}
