using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Deliveries;
using AgentFunctions.Core.Notifications.Sending;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Secrets;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Notifications;

/// <summary>One process's relay. Several over one store and clock stand for several processes.</summary>
internal sealed class RelayProcess : IAsyncDisposable
{
    public const string Tenant = "default";

    private readonly ServiceProvider _services;

    public RelayProcess(IDocumentStore? inner = null, FakeTimeProvider? time = null, ScriptedChannel? channel = null)
    {
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Inner = inner ?? new InMemoryDocumentStore(Time);
        Store = new FaultyDocumentStore(Inner);
        Channel = channel ?? new ScriptedChannel();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IDocumentStore>(Store);
        services.AddSingleton<ISecretSource>(new FakeSecretSource());
        services.AddSingleton<INotificationChannel>(Channel);
        services.AddAgentFunctionsNotifications();
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; }

    public IDocumentStore Inner { get; }

    public FaultyDocumentStore Store { get; }

    public ScriptedChannel Channel { get; }

    public RelayProcess Sibling(ScriptedChannel? channel = null) => new(Inner, Time, channel ?? Channel);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task RelayAsync() => _services.GetServices<IScheduledJob>().OfType<NotificationRelay>().Single().RunAsync(CancellationToken.None);

    /// <summary>Turns until nothing is left, the clock going on by a second after each.</summary>
    public async Task DrainAsync(int turns = 20)
    {
        for (var i = 0; i < turns; i++)
        {
            await RelayAsync();
            Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    public async Task DeclareAsync(string id, string spec = """{"channel":"webhook","to":"https://a.example/hook","events":["*"]}""", string tenant = Tenant)
    {
        await Get<ResourceStore>().EnsureTenantAsync(tenant, CancellationToken.None);
        var body = $$"""{"kind":"notifications","id":"{{id}}","deleted":false,"spec":{{spec}}}""";
        await Inner.UpsertAsync(NotificationOutbox.Partition(tenant), new DocumentWrite(ResourceIds.ToDocumentId("notifications", id), Encoding.UTF8.GetBytes(body)), CancellationToken.None);
    }

    public async Task<NotificationEvent> RaiseAsync(
        string type = "key.revoked", string? team = null, NotificationSeverity severity = NotificationSeverity.Info, string? dedupeKey = null, string tenant = Tenant, string summary = "Something happened.")
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        var value = NotificationEvents.Create(type, severity, tenant, team, "keys/k-1", summary, Time.GetUtcNow(), ("key", "k-1")) with { DedupeKey = dedupeKey };
        var result = await Inner.ExecuteBatchAsync(NotificationOutbox.Partition(tenant), [NotificationOutbox.ToOperation(value)], CancellationToken.None);
        Assert.True(result.IsOk);
        return value;
    }

    public async Task<IReadOnlyList<Delivery>> DeliveriesAsync(string notification, string tenant = Tenant)
    {
        var outcome = await Get<DeliveryLog>().ListAsync(tenant, Access.Platform.Teams(AccessScopes.ResourcesRead), notification, 500, null, CancellationToken.None);
        Assert.Null(outcome.Error);
        return outcome.Value!.Items;
    }

    public async Task<int> CountAsync(string prefix, DocumentPartition partition) =>
        (await Inner.QueryAsync(partition, new DocumentQuery(IdPrefix: prefix), CancellationToken.None)).Items.Count;

    public Task<int> OutboxAsync() => CountAsync("o:", NotificationOutbox.Partition(Tenant));

    public Task<int> QueuedAsync() => CountAsync("q:", DeliveryKeys.Partition(Tenant));

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
