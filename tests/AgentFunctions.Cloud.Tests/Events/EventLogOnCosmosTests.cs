using AgentFunctions.Cloud.Tests.Cosmos;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events;
using AgentFunctions.TestKit.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Cloud.Tests.Events;

/// <summary>The log of events on the Cosmos engine; the other process has a client of its own on the same account.</summary>
public sealed class EventLogOnCosmosTests : EventLogConformance
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public EventLogOnCosmosTests()
    {
        var account = new FakeAccount(_time);
        (Log, Other) = (Create(account), Create(account));
    }

    protected override IEventLog Log { get; }

    protected override IEventLog Other { get; }

    protected override bool PreservesBytes => false;

    protected override void Advance(TimeSpan span) => _time.Advance(span);

    private IEventLog Create(FakeAccount account) =>
        new ServiceCollection().AddSingleton<IDocumentStore>(CosmosStoreHarness.Open(account, _time)).AddEventLog().BuildServiceProvider().GetRequiredService<IEventLog>();
}
