using AgentFunctions.Core.Events;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Events;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Events;

/// <summary>The embedded log over the store in memory.</summary>
public sealed class DocumentEventLogTests : EventLogConformance
{
    private readonly FakeTimeProvider _time = new();
    private readonly InMemoryDocumentStore _store;

    public DocumentEventLogTests()
    {
        _store = new InMemoryDocumentStore(_time);
        (Log, Other) = (new DocumentEventLog(_store), new DocumentEventLog(_store));
    }

    protected override IEventLog Log { get; }

    protected override IEventLog Other { get; }

    protected override void Advance(TimeSpan span) => _time.Advance(span);
}
