using AgentFunctions.Core.Activity;
using AgentFunctions.Core.Activity.Recording;
using AgentFunctions.Core.Activity.Storage;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Activity;

/// <summary>What was counted is written while the host runs and once more when it stops.</summary>
public sealed class ActivityFlusherTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FaultyDocumentStore _store;
    private readonly ServiceProvider _services;

    public ActivityFlusherTests()
    {
        _store = new FaultyDocumentStore(new InMemoryDocumentStore(_time));
        _services = new ServiceCollection().AddSingleton<TimeProvider>(_time).AddSingleton<IDocumentStore>(_store).AddLogging().AddActivityFlush().BuildServiceProvider();
    }

    private IHostedService Host => _services.GetServices<IHostedService>().Single();

    [Fact]
    public async Task Run_EverySecond_Writes()
    {
        await Host.StartAsync(CancellationToken.None);
        Record();

        await TestWait.UntilAsync(
            async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return await StoredAsync() == 1;
            },
            "the call is written");
        await Host.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Stop_WithCallsNotWritten_WritesThem()
    {
        await Host.StartAsync(CancellationToken.None);
        Record();

        await Host.StopAsync(CancellationToken.None);

        Assert.Equal(1, await StoredAsync());
    }

    [Fact]
    public async Task Stop_WithItsTimeOver_WritesAllTheSame()
    {
        await Host.StartAsync(CancellationToken.None);
        Record();

        await Host.StopAsync(new CancellationToken(canceled: true));

        Assert.Equal(1, await StoredAsync());
    }

    [Fact]
    public async Task Stop_StoreOutOfReach_StopsAllTheSame()
    {
        await Host.StartAsync(CancellationToken.None);
        Record();
        _store.Fails = true;

        await Host.StopAsync(CancellationToken.None);

        _store.Fails = false;
        Assert.Equal(0, await StoredAsync());
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private void Record()
    {
        var agent = new Resource<AgentSpec>(Tenants.Default, "a", new AgentSpec(), "e", 1);
        var caller = new Caller(new Principal(Tenants.Default, PrincipalKind.Agent, "a"), "k", agent, new FakeControlPlaneView());
        _services.GetRequiredService<ActivityRecorder>().Record(new ActivityCall(caller, ActivitySurface.V1, ActivityOutcome.Succeeded));
    }

    private async Task<int> StoredAsync() =>
        (await _store.QueryAsync(ActivityDocuments.CounterPartition(Tenants.Default, ActivityDocuments.HourOf(_time.GetUtcNow())), new DocumentQuery(), CancellationToken.None)).Items.Count;
}
