using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Tests.Resources;

namespace AgentFunctions.Core.Tests.Keys;

public sealed class KeyAuthenticatorTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Authenticate_Again_IsSynchronous()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var key = await instance.IssueAsync();
        await instance.AuthenticateAsync(key);

        var second = instance.AuthenticateAsync(key).AsTask();

        Assert.True(second.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Authenticate_AnyCharacterChanged_IsRefusedWithoutReading()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var key = await instance.IssueAsync("k1");
        await instance.AuthenticateAsync(key);
        var reads = instance.Store.Reads;

        for (var i = 0; i < key.Length; i++)
        {
            var typo = string.Concat(key.AsSpan(0, i), key[i] == 'x' ? "y" : "x", key.AsSpan(i + 1));
            Assert.Equal("invalid_api_key", await instance.VerdictAsync(typo));
        }

        Assert.Equal(reads, instance.Store.Reads);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ak_")]
    [InlineData("ak_default.k.")]
    [InlineData("ak_default.k.secret")]
    [InlineData("ak_default")]
    [InlineData("ak_default..")]
    [InlineData("ok_default.k1.0000000000000000000000000000000000000000000000000")]
    [InlineData("ak_../../.k1.0000000000000000000000000000000000000000000000000")]
    [InlineData("sk-proj-abcdef")]
    [InlineData("аk_default.k1.äöü")]
    public async Task Authenticate_NoKeyOfOurs_IsRefused(string key)
    {
        await using var instance = await new ControlInstance().WithDemoAsync();

        Assert.Equal("invalid_api_key", await instance.VerdictAsync(key));
    }

    [Fact]
    public async Task Authenticate_WellFormedButNeverIssued_IsRefusedAndReadOnce()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var made = KeyFormat.Issue("default", "guess", true);
        await instance.VerdictAsync(made);
        var reads = instance.Store.Reads;

        for (var i = 0; i < 10; i++) Assert.Equal("invalid_api_key", await instance.VerdictAsync(made));

        Assert.Equal(reads, instance.Store.Reads);
    }

    [Fact]
    public async Task Authenticate_GuessedIdThatIsCreatedLater_Works()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.VerdictAsync(KeyFormat.Issue("default", "k1", true));

        var key = await instance.IssueAsync("k1");

        Assert.Equal("ok", await instance.VerdictAsync(key));
    }

    [Fact]
    public async Task Authenticate_RightIdWithAnotherSecret_IsRefused()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.IssueAsync("k1");

        Assert.Equal("invalid_api_key", await instance.VerdictAsync(KeyFormat.Issue("default", "k1", true)));
    }

    [Fact]
    public async Task Authenticate_KeyOfAnotherTenant_IsRefused()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.Resources.EnsureTenantAsync("other", None);

        Assert.Equal("invalid_api_key", await instance.VerdictAsync(KeyFormat.Issue("other", "k1", true)));
        Assert.Equal("invalid_api_key", await instance.VerdictAsync(KeyFormat.Issue("nobody", "k1", true)));
    }

    [Fact]
    public async Task Authenticate_Expired_IsRefusedAtTheInstant()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var key = await instance.IssueAsync("k1", instance.Time.GetUtcNow().AddMinutes(1));

        instance.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("ok", await instance.VerdictAsync(key));
        instance.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("invalid_api_key", await instance.VerdictAsync(key));
    }

    [Fact]
    public async Task Authenticate_AgentsKeyNamingAnotherAgentOrTenant_Is403()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var key = await instance.IssueAsync();

        Assert.Equal("not_entitled", (await instance.AuthenticateAsync(key, agent: "other")).Error!.Code);
        Assert.Equal("not_entitled", (await instance.AuthenticateAsync(key, tenant: "other")).Error!.Code);
        Assert.NotNull((await instance.AuthenticateAsync(key, "default", "demo")).Caller);
    }

    [Fact]
    public async Task Bootstrap_ActsAsNamedAgentAndPicksATenant()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.Resources.EnsureTenantAsync("other", None);

        var platform = (await instance.AuthenticateAsync(ControlInstance.AdminKey)).Caller!;
        var asAgent = (await instance.AuthenticateAsync(ControlInstance.AdminKey, agent: "demo")).Caller!;
        var elsewhere = (await instance.AuthenticateAsync(ControlInstance.AdminKey, "other")).Caller!;

        Assert.Equal((PrincipalKind.Platform, null), (platform.Principal.Kind, platform.Agent?.Id));
        Assert.Equal("demo", asAgent.Agent!.Id);
        Assert.Equal("other", elsewhere.ControlPlane.TenantId);
        Assert.Equal(404, (await instance.AuthenticateAsync(ControlInstance.AdminKey, agent: "none")).Error!.Status);
        Assert.Equal(404, (await instance.AuthenticateAsync(ControlInstance.AdminKey, "nobody")).Error!.Status);
        Assert.Equal("invalid_api_key", await instance.VerdictAsync(ControlInstance.AdminKey + "x"));
    }
}
