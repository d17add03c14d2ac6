using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events;
using AgentFunctions.Embedded.Documents;
using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.TestKit.Events;
using AgentFunctions.TestKit.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Embedded.Tests.Events;

/// <summary>The embedded log on SQLite; the other process has files of its own open on the same folder.</summary>
public sealed class EventLogOnSqliteTests : EventLogConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly SqliteDocumentStore[] _stores;

    public EventLogOnSqliteTests()
    {
        _stores = [TestStores.Create(_folder.Data, _time), TestStores.Create(_folder.Data, _time)];
        (Log, Other) = (Create(_stores[0]), Create(_stores[1]));
    }

    protected override IEventLog Log { get; }

    protected override IEventLog Other { get; }

    protected override void Advance(TimeSpan span) => _time.Advance(span);

    public void Dispose()
    {
        foreach (var store in _stores) store.Dispose();
        _folder.Dispose();
    }

    private static IEventLog Create(SqliteDocumentStore store) =>
        new ServiceCollection().AddSingleton<IDocumentStore>(store).AddEventLog().BuildServiceProvider().GetRequiredService<IEventLog>();
}
