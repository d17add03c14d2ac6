using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Core.Tests.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Core.Tests.Secrets;

public sealed class SecretTests
{
    private const string Canary = "canary-7f3a91";
    private const string Host = "api.example.com";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Resolve_StoredForTheHost_IsReleasedToItOnly()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await PutAsync(instance, "my-key", Canary, Host, "localhost:11434");

        Assert.Equal(Canary, await RevealAsync(instance, "my-key", Host));
        Assert.Equal(Canary, await RevealAsync(instance, "my-key", "API.example.com"));
        Assert.Equal(Canary, await RevealAsync(instance, "my-key", "localhost:11434"));
        Assert.Null(await RevealAsync(instance, "my-key", "localhost"));
        Assert.Null(await RevealAsync(instance, "my-key", "evil.example.com"));
        Assert.Null(await RevealAsync(instance, "my-key", Host + ".evil.com"));
        Assert.Null(await RevealAsync(instance, "other", Host));
    }

    [Fact]
    public async Task Resolve_FromAnotherTenant_IsNull()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.Resources.EnsureTenantAsync("other", None);
        await PutAsync(instance, "my-key", Canary, Host);

        Assert.Null(await instance.Secrets.ResolveAsync(new SecretUse("other", "my-key", Host), None));
    }

    [Fact]
    public async Task Resolve_ReplacedElsewhere_IsTheNewOneWithinTwoSeconds()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await using var other = instance.Sibling();
        await PutAsync(instance, "my-key", "old", Host);
        Assert.Equal("old", await RevealAsync(instance, "my-key", Host));
        await PutAsync(other, "my-key", "new", Host);

        instance.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("new", await RevealAsync(instance, "my-key", Host));
    }

    [Fact]
    public async Task Resolve_WithinASecond_IsSynchronous()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await PutAsync(instance, "my-key", Canary, Host);
        await RevealAsync(instance, "my-key", Host);
        var reads = instance.Store.Reads;

        await RevealAsync(instance, "my-key", Host);

        Assert.Equal(reads, instance.Store.Reads);
    }

    [Fact]
    public async Task Resolve_StoreFails_Throws()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await PutAsync(instance, "my-key", Canary, Host);
        instance.Store.Fails = true;

        await Assert.ThrowsAsync<Core.Documents.DocumentStoreUnavailableException>(() => RevealAsync(instance, "my-key", Host));
    }

    [Fact]
    public async Task Resolve_EnvironmentWithoutHosts_GoesToTheProvidersHostOnly()
    {
        await using var instance = WithEnvironment(("AGENTFUNCTIONS_SECRET_MY_KEY", Canary));
        await instance.WithDemoAsync();
        Assert.Null(await RevealAsync(instance, "my-key", Host));

        await instance.PutAsync("providers", "p", """{"type":"openai","endpoint":"https://api.example.com/v1","credential":{"secretRef":"my-key"}}""");
        instance.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(Canary, await RevealAsync(instance, "my-key", Host));
        Assert.Null(await RevealAsync(instance, "my-key", "evil.example.com"));
    }

    [Fact]
    public async Task PutProvider_EnvironmentSecretForAHostOfOnesOwn_TakesSecretsWrite()
    {
        await using var instance = WithEnvironment(("AGENTFUNCTIONS_SECRET_MY_KEY", Canary));
        await instance.WithDemoAsync();
        await instance.PutAsync("providers", "p", """{"type":"openai","endpoint":"https://api.example.com/v1","credential":{"secretRef":"my-key"}}""");
        var writer = ControlInstance.ActorOf(PrincipalKind.App, new Core.Resources.GrantSpec { Scopes = ["resources:write", "resources:read"] });

        var evil = await instance.ApplyAsync(writer, new([]), ("providers", "q", """{"type":"openai","endpoint":"https://evil.example.com/v1","credential":{"secretRef":"my-key"}}"""));
        var turned = await instance.ApplyAsync(writer, new([]), ("providers", "p", """{"type":"openai","endpoint":"https://evil.example.com/v1","credential":{"secretRef":"my-key"}}"""));
        var harmless = await instance.ApplyAsync(writer, new([]), ("providers", "p", """{"type":"openai","endpoint":"https://api.example.com/v1","credential":{"secretRef":"my-key"},"headers":{"x-a":"b"}}"""));

        Assert.Equal(("items[0].spec.credential.secretRef", "items[0].spec.credential.secretRef"), (evil.Error!.Param, turned.Error!.Param));
        Assert.Null(harmless.Error);
    }

    [Fact]
    public async Task Resolve_EnvironmentWithHosts_GoesToThemOnlyAndNotToOtherTenants()
    {
        await using var instance = WithEnvironment(("AGENTFUNCTIONS_SECRET_MY_KEY", Canary), ("AGENTFUNCTIONS_SECRET_MY_KEY_HOSTS", "a.example.com, B.example.com:8443"));
        await instance.WithDemoAsync();
        await instance.Resources.EnsureTenantAsync("other", None);

        Assert.Equal(Canary, await RevealAsync(instance, "my-key", "b.example.com:8443"));
        Assert.Null(await RevealAsync(instance, "my-key", "b.example.com"));
        Assert.Null(await instance.Secrets.ResolveAsync(new SecretUse("other", "my-key", "a.example.com"), None));
    }

    [Fact]
    public async Task PutProvider_HostTheSecretMayNotGoTo_IsRefused()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await PutAsync(instance, "my-key", Canary, Host);

        var refused = await instance.TryPutAsync("providers", "p", """{"type":"openai","endpoint":"https://evil.example.com/v1","credential":{"secretRef":"my-key"}}""");
        var port = await instance.TryPutAsync("providers", "p", """{"type":"openai","endpoint":"https://api.example.com:444/v1","credential":{"secretRef":"my-key"}}""");
        var fine = await instance.TryPutAsync("providers", "p", """{"type":"openai","endpoint":"https://API.example.com:443/v1","credential":{"secretRef":"my-key"}}""");

        Assert.Equal("spec.credential.secretRef", refused.Error!.Param);
        Assert.Equal("spec.credential.secretRef", port.Error!.Param);
        Assert.Null(fine.Error);
    }

    [Fact]
    public async Task Put_HostsThatLeaveOutAProvidersHost_IsRefused()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await PutAsync(instance, "my-key", Canary, Host);
        await instance.PutAsync("providers", "p", """{"type":"openai","endpoint":"https://api.example.com/v1","credential":{"secretRef":"my-key"}}""");

        var outcome = await instance.SecretStore.PutAsync(Actor.System("default"), "my-key", new SecretWrite(Canary, ["other.example.com"]), None);

        Assert.Equal("hosts", outcome.Error!.Param);
    }

    [Fact]
    public async Task Delete_Referenced_Is409AndOtherwiseGone()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await PutAsync(instance, "my-key", Canary, Host);
        await instance.PutAsync("providers", "p", """{"type":"openai","endpoint":"https://api.example.com/v1","credential":{"secretRef":"my-key"}}""");

        Assert.Equal("in_use", (await instance.SecretStore.DeleteAsync(Actor.System("default"), "my-key", None)).Error!.Code);
        await instance.DeleteAsync("providers", "p");
        Assert.Null((await instance.SecretStore.DeleteAsync(Actor.System("default"), "my-key", None)).Error);
        Assert.Null(await RevealAsync(instance, "my-key", Host));
    }

    [Fact]
    public void Secret_AsText_ShowsNothing() => Assert.DoesNotContain(Canary, $"{new Secret(Canary)}", StringComparison.Ordinal);

    private static ControlInstance WithEnvironment(params (string Name, string Value)[] variables) => new(configure: services =>
        services.Replace(ServiceDescriptor.Singleton(new EnvironmentSecrets(name => variables.FirstOrDefault(v => v.Name == name).Value))));

    private static async Task PutAsync(ControlInstance instance, string name, string value, params string[] hosts) =>
        Assert.Null((await instance.SecretStore.PutAsync(Actor.System("default"), name, new SecretWrite(value, hosts), None)).Error);

    private static async Task<string?> RevealAsync(ControlInstance instance, string name, string host) =>
        (await instance.Secrets.ResolveAsync(new SecretUse("default", name, host), None))?.Current.Reveal();
}
