using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Deliveries;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Tests.Notifications;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Telemetry;

/// <summary>Alerts add these up: an event and the end of a run count once, whoever repeats them.</summary>
public sealed class CountedOnceTests : IDisposable
{
    private readonly CountedMetrics _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task Events_TakenFromTheOutboxTwice_CountOnce()
    {
        await using var process = new RelayProcess();
        await process.RaiseAsync("approval.reminder", "red", NotificationSeverity.Warning);
        await process.RaiseAsync("key.expired", severity: NotificationSeverity.Critical);
        await process.RaiseAsync();
        var reader = new OutboxReader(process.Store, process.Get<DeliveryStore>(), process.Get<INotificationDirectory>(), NullLogger<OutboxReader>.Instance, _metrics.Telemetry);

        await reader.RunAsync(RelayProcess.Tenant, CancellationToken.None);
        await reader.RunAsync(RelayProcess.Tenant, CancellationToken.None);

        Assert.Equal(
            [
                "agentfunctions.events 1 tenant=default team=red agentfunctions.event.type=approval.reminder agentfunctions.event.severity=warning",
                "agentfunctions.events 1 tenant=default team= agentfunctions.event.type=key.expired agentfunctions.event.severity=critical",
                "agentfunctions.events 1 tenant=default team= agentfunctions.event.type=key.revoked agentfunctions.event.severity=info",
            ],
            _metrics.Counted);
    }

    [Fact]
    public async Task Runs_ClosedTwice_CountOnceWithTheirStatus()
    {
        var index = new RunIndex(new InMemoryDocumentStore(new FakeTimeProvider()), _metrics.Telemetry);
        var run = new StoredRun { Id = "r1", Agent = "a", Team = "red", Status = "running", Origin = "external", StartedAt = 1, LastSeenAt = 1, Entry = "e1" };
        await index.AddAsync("default", run, CancellationToken.None);
        Assert.Empty(_metrics.Counted);

        await index.CloseAsync("default", run with { Status = "timedOut", EndedAt = 2 }, CancellationToken.None);
        await index.CloseAsync("default", run with { Status = "timedOut", EndedAt = 2 }, CancellationToken.None);

        Assert.Equal(["agentfunctions.runs 1 tenant=default team=red gen_ai.agent.id=a agentfunctions.run.status=timedOut"], _metrics.Counted);
    }
}
