using System.Text;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Embedded.Secrets;
using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.TestKit.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Embedded.Tests.Resources;

/// <summary>The control plane on the engine it runs on locally, as two hosts over one folder.</summary>
public sealed class ControlPlaneOnSqliteTests
{
    private const string Canary = "canary-91ab-in-no-file";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task TwoHosts_WritingAtOnce_LoseNothingAndSeeEachOther()
    {
        using var folder = new TemporaryFolder();
        await using var one = await HostAsync(folder);
        await using var two = await HostAsync(folder);

        var writes = Enumerable.Range(0, 40).Select(i => PutAsync(i % 2 == 0 ? one : two, "providers", $"p{i:00}", """{"type":"simulated"}"""));
        await Task.WhenAll(writes);

        var ids = await WalkAsync(one, ResourceKinds.Providers);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"p{i:00}"), ids);
        await TestKit.TestWait.UntilAsync(async () => await ProvidersAsync(one) == 40 && await ProvidersAsync(two) == 40, "both hosts must see all changes", TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Key_RevokedOnOneHost_IsRefusedOnTheOtherWithinTwoSeconds()
    {
        using var folder = new TemporaryFolder();
        await using var one = await HostAsync(folder);
        await using var two = await HostAsync(folder);
        await PutAsync(one, "agents", "demo", "{}");
        var key = (await one.GetRequiredService<KeyService>().CreateAsync(Actor.System("default"), "k1", new KeySpec { Agent = "demo" }, None)).Value!.Key;
        await TestKit.TestWait.UntilAsync(() => AcceptsAsync(two, key), "a new key must work on the other host", TimeSpan.FromSeconds(5));

        await one.GetRequiredService<KeyService>().RevokeAsync(Actor.System("default"), "k1", None);

        Assert.False(await AcceptsAsync(one, key));
        await TestKit.TestWait.UntilAsync(async () => !await AcceptsAsync(two, key), "a revoked key must be refused everywhere within 2 s", TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Secret_CopiedDatabase_RevealsNothing()
    {
        using var folder = new TemporaryFolder();
        await using (var host = await HostAsync(folder))
        {
            Assert.Null((await host.GetRequiredService<SecretStore>().PutAsync(Actor.System("default"), "s", new SecretWrite(Canary, ["a.example"]), None)).Error);
            Assert.Equal(Canary, (await host.GetRequiredService<ISecretSource>().ResolveAsync(new SecretUse("default", "s", "a.example"), None))!.Current.Reveal());
        }

        var copies = Directory.EnumerateFiles(folder.Data, "*", SearchOption.AllDirectories).Select(File.ReadAllBytes).ToList();
        Assert.NotEmpty(copies);
        Assert.All(copies, c => Assert.Equal(-1, c.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Canary))));
    }

    private static async Task<ServiceProvider> HostAsync(TemporaryFolder folder)
    {
        var services = new ServiceCollection();
        services.AddSingleton(typeof(ILogger<>), typeof(Microsoft.Extensions.Logging.Abstractions.NullLogger<>));
        services.AddEmbeddedStores(o => o.DataDirectory = Path.Combine(folder.Data, "data"));
        services.AddFileKeySecretProtector(Path.Combine(folder.Data, "secrets.key"));
        services.AddAgentFunctionsKeys().AddAgentFunctionsSecrets();
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<ResourceStore>().EnsureTenantAsync(Tenants.Default, None);
        return provider;
    }

    private static async Task PutAsync(ServiceProvider host, string kind, string id, string spec)
    {
        var outcome = await host.GetRequiredService<ResourceStore>().PutAsync(Actor.System("default"), ResourceKinds.Find(kind)!, id, Encoding.UTF8.GetBytes("{\"spec\":" + spec + "}"), default, None);
        Assert.True(outcome.Error is null, outcome.Error?.Message);
    }

    private static async Task<List<string>> WalkAsync(ServiceProvider host, ResourceKind kind)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await host.GetRequiredService<ResourceStore>().ListAsync(Actor.System("default"), kind, 7, cursor, None)).Value!;
            ids.AddRange(page.Items.Select(i => i.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return ids;
    }

    private static async Task<int> ProvidersAsync(ServiceProvider host) => (await host.GetRequiredService<IControlPlane>().GetViewAsync("default", None))!.Providers.Count;

    private static async Task<bool> AcceptsAsync(ServiceProvider host, string key) => (await host.GetRequiredService<IAuthenticator>().AuthenticateAsync(new PresentedCredential(key), None)).Caller is not null;
}
