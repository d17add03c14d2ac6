using AgentFunctions.Core.Activity;
using AgentFunctions.Core.Activity.Reading;
using AgentFunctions.Core.Activity.Recording;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources;
using AgentFunctions.TestKit.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Embedded.Tests.Activity;

/// <summary>Activity on the engine it is kept in locally, from two hosts over one folder.</summary>
public sealed class ActivityOnSqliteTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task TwoHosts_CountingTheSameKey_AddUp()
    {
        using var folder = new TemporaryFolder();
        await using var one = await HostAsync(folder);
        await using var two = await HostAsync(folder);
        for (var i = 0; i < 5; i++)
        {
            foreach (var host in (ServiceProvider[])[one, two, two]) await CallAsync(host);
            await Task.WhenAll(FlushAsync(one), FlushAsync(two));
        }

        var page = await one.GetRequiredService<ActivityReader>().OfAgentAsync(Actor.System(Tenants.Default), "a", new ActivityQuery("2h", null, null), None);

        // The clock is the real one: the calls may lie in two hours.
        Assert.Equal(15, page.Value!.Items.Sum(static r => r.Requests));
        Assert.NotNull(page.Value.LastUsedAt);
        Assert.Contains("k", await one.GetRequiredService<LastUses>().OfKeysAsync(Tenants.Default, ["k", "x"], None));
    }

    private static async Task<ServiceProvider> HostAsync(TemporaryFolder folder)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddEmbeddedStores(o => o.DataDirectory = Path.Combine(folder.Data, "data")).AddAgentFunctionsKeys();
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<ResourceStore>().EnsureTenantAsync(Tenants.Default, None);
        return provider;
    }

    private static async Task CallAsync(ServiceProvider host)
    {
        var view = await host.GetRequiredService<IControlPlane>().GetViewAsync(Tenants.Default, None);
        var agent = new Resource<AgentSpec>(Tenants.Default, "a", new AgentSpec { Team = "t" }, "e", 1);
        var caller = new Caller(new Principal(Tenants.Default, PrincipalKind.Agent, "a"), "k", agent, view!);
        host.GetRequiredService<ActivityRecorder>().Record(new ActivityCall(caller, ActivitySurface.V1, ActivityOutcome.Succeeded) { Model = "m", DeclaredModel = "m" });
    }

    private static Task FlushAsync(ServiceProvider host) => host.GetRequiredService<ActivityWriter>().FlushAsync(isLast: false, None).AsTask();
}
