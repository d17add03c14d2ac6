using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Events;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Memory.Store;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Writing;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Core.Subscriptions;
using AgentFunctions.Core.Subscriptions.Delivering;
using AgentFunctions.Core.Subscriptions.Letters;
using AgentFunctions.Core.Subscriptions.Publishing;
using AgentFunctions.Core.Subscriptions.Relaying;
using AgentFunctions.Core.Workflows;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Subscriptions;

/// <summary>One process that takes events, with the agents <c>a</c> (team red) and <c>b</c> (team blue). Several over one store, clock and engine stand for several processes; one that is dropped was killed.</summary>
internal sealed class EventProcess : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly ServiceProvider _services;

    public EventProcess(EventProcess? sibling = null, DateTimeOffset? start = null, TopicStream? topics = null)
    {
        Time = sibling?.Time ?? new FakeTimeProvider(start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Inner = sibling?.Inner ?? new InMemoryDocumentStore(Time);
        Engine = sibling?.Engine ?? new FakeWorkflowClient(Time);
        Store = new FaultyDocumentStore(Inner);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Time).AddSingleton<IDocumentStore>(Store).AddSingleton<IWorkflowClient>(Engine).AddSingleton<ISecretSource>(Secrets).AddLogging();
        Topics = sibling?.Topics ?? topics;
        if (Topics is { } stream) services.AddSingleton<IEventPublisher>(stream).AddAgentFunctionsTopicRelay();
        _services = services.AddAgentFunctionsApprovals().AddAgentFunctionsRunUpkeep().AddAgentFunctionsSubscriptionUpkeep().AddMemoryStore().BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; }

    public IDocumentStore Inner { get; }

    public FaultyDocumentStore Store { get; }

    public FakeWorkflowClient Engine { get; }

    public FakeSecretSource Secrets { get; } = new();

    /// <summary>The hub of topics; null where there is none.</summary>
    public TopicStream? Topics { get; }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public IEnumerable<T> All<T>() => _services.GetServices<T>();

    public static JsonElement Json(string text) => JsonElement.Parse(text);

    public async Task<EventProcess> DeclareAsync()
    {
        foreach (var tenant in (string[])[Tenants.Default, "far"])
        {
            await Get<ResourceStore>().EnsureTenantAsync(tenant, None);
            foreach (var (kind, id, spec) in ((string, string, string)[])[("teams", "red", "{}"), ("teams", "blue", "{}"), ("agents", "a", """{"team":"red"}"""), ("agents", "b", """{"team":"blue"}""")])
                await PutAsync(kind, id, spec, tenant);
        }

        return this;
    }

    public async Task PutAsync(string kind, string id, string spec, string tenant = Tenants.Default)
    {
        var outcome = await TryPutAsync(kind, id, spec, tenant);
        Assert.True(outcome.Error is null, outcome.Error?.Message);
    }

    public async Task<Outcome<ResourceWrite>> TryPutAsync(string kind, string id, string spec, string tenant = Tenants.Default) =>
        await Get<ResourceStore>().PutAsync(Actor.System(tenant), ResourceKinds.Find(kind)!, id, Encoding.UTF8.GetBytes($$"""{"spec":{{spec}}}"""), new WriteCondition(null), None);

    public async Task<Outcome<PublishedEvent>> TryPublishAsync(string id = "1", string topic = "orders", string? team = null, string data = "{}", string more = "", string tenant = Tenants.Default, string by = "app/shop") =>
        await Get<EventIntake>().PublishAsync(tenant, new EventDraft { Topic = topic, Event = Event(id, data, more), Team = team, By = by }, None);

    public async Task<PublishedEvent> PublishAsync(string id = "1", string topic = "orders", string? team = null, string data = "{}", string more = "", string tenant = Tenants.Default, string by = "app/shop")
    {
        var outcome = await TryPublishAsync(id, topic, team, data, more, tenant, by);
        Assert.True(outcome.Error is null, outcome.Error?.Message);
        return outcome.Value!;
    }

    public static CloudEvent Event(string id, string data = "{}", string more = "")
    {
        var read = CloudEventReader.Read(Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"{{id}}","source":"/shop","type":"order.created",{{more}}"data":{{data}}}"""));
        return read.Value ?? throw new InvalidOperationException(read.Error!.Message);
    }

    /// <summary>A turn of the loop for a tenant.</summary>
    public Task TurnAsync(string tenant = Tenants.Default) => Get<EventLoop>().TurnAsync([tenant], None);

    public async Task AdvanceAsync(TimeSpan time)
    {
        Time.Advance(time);
        await TurnAsync();
    }

    /// <summary>A turn of the relay to the hub of topics.</summary>
    public Task RelayAsync(string tenant = Tenants.Default) => Get<TopicRelay>().TurnAsync([tenant], None);

    /// <summary>What is owed to the hub of topics.</summary>
    public async Task<IReadOnlyList<string>> OwedAsync(string tenant = Tenants.Default) =>
        [.. (await Inner.QueryAsync(EventDocuments.Partition(tenant), new DocumentQuery(IdPrefix: EventDocuments.Owed), None)).Items.Select(static d => d.Id)];

    /// <summary>Instances the engine was given.</summary>
    public IReadOnlyList<string> Started => [.. Engine.Calls.Where(static c => c.StartsWith("schedule ", StringComparison.Ordinal))];

    public async Task<IReadOnlyList<DeadLetter>> LettersAsync(string tenant = Tenants.Default) =>
        (await Get<DeadLetters>().ListAsync(tenant, Access.Platform.Teams(AccessScopes.TracesRead), new DeadLetterFilter(), 500, null, None)).Value!.Items;

    /// <summary>What people were notified of dead letters.</summary>
    public async Task<IReadOnlyList<JsonElement>> NoticesAsync() =>
    [
        .. (await Inner.QueryAsync(new DocumentPartition(DocumentContainer.Resources, Tenants.Default), new DocumentQuery(IdPrefix: "o:"), None)).Items.Select(static d => JsonDocument.Parse(d.Body).RootElement)
            .Where(static e => e.GetProperty("type").GetString() == "event.dead_letter"),
    ];

    public async Task<IReadOnlyList<string>> DueAsync() =>
        [.. (await Inner.QueryAsync(EventDocuments.Partition(Tenants.Default), new DocumentQuery(IdPrefix: EventDocuments.Due), None)).Items.Select(static d => d.Id)];

    public async Task<StoredRun> RunAsync(string id) => await Get<RunStore>().FindAsync(Tenants.Default, id, None) ?? throw new InvalidOperationException("There is no such run.");

    public async Task EndAsync(string runId, RunStatus status = RunStatus.Succeeded, string? output = null) =>
        await Get<RunClosing>().CloseAsync(Tenants.Default, runId, new RunEnding(status) { Output = output is null ? null : Json(output) }, None);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
