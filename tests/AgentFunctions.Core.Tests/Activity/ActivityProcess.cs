using AgentFunctions.Core.Activity;
using AgentFunctions.Core.Activity.Recording;
using AgentFunctions.Core.Activity.Storage;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Activity;

/// <summary>One process that counts. Several over the same store and clock stand for several processes; one that is dropped without a flush was killed.</summary>
internal sealed class ActivityProcess : IDisposable
{
    private static readonly FakeControlPlaneView View = new();

    public ActivityProcess(FakeTimeProvider time, IDocumentStore inner, Action<ActivityOptions>? configure = null)
    {
        var options = new ActivityOptions();
        configure?.Invoke(options);
        (Time, Store) = (time, new FaultyDocumentStore(inner));
        Recorder = new ActivityRecorder(time, Options.Create(options));
        Writer = new ActivityWriter(Recorder, Store, time, Options.Create(options));
    }

    public FakeTimeProvider Time { get; }

    public FaultyDocumentStore Store { get; }

    public ActivityRecorder Recorder { get; }

    public ActivityWriter Writer { get; }

    public void Call(string? team = "t1", string model = "m", ActivityOutcome outcome = ActivityOutcome.Succeeded, string? code = null, string key = "k1", string? declared = null) =>
        Recorder.Record(new ActivityCall(Agents(team, key), ActivitySurface.V1, outcome) { Model = model, DeclaredModel = declared ?? model, Code = code, InputTokens = 10, OutputTokens = 3 });

    public void CallAs(PrincipalKind kind, string principal, string key, string? agent, ActivitySurface surface)
    {
        var acting = agent is null ? null : new Resource<AgentSpec>(Tenants.Default, agent, new AgentSpec { Team = "t1" }, "e", 1);
        Recorder.Record(new ActivityCall(new Caller(new Principal(Tenants.Default, kind, principal), key, acting, View), surface, ActivityOutcome.Succeeded));
    }

    public ValueTask FlushAsync(bool isLast = false) => Writer.FlushAsync(isLast, CancellationToken.None);

    /// <summary>Every counter document of the month, whichever process wrote it.</summary>
    public async Task<IReadOnlyList<(Document Document, StoredCounter Counter)>> StoredAsync(string? month = null)
    {
        var partition = month is null ? ActivityDocuments.CounterPartition(Tenants.Default, ActivityDocuments.HourOf(Time.GetUtcNow())) : new DocumentPartition(DocumentContainer.Usage, Tenants.Default, month);
        var page = await Store.QueryAsync(partition, new DocumentQuery(IdPrefix: "a:"), CancellationToken.None);
        return [.. page.Items.Select(d => (d, StoredCounter.Read(d)))];
    }

    public async Task<long> StoredRequestsAsync(string? month = null) => (await StoredAsync(month)).Sum(static c => c.Counter.Requests);

    public void Dispose() => Writer.Dispose();

    private static Caller Agents(string? team, string key) =>
        new(new Principal(Tenants.Default, PrincipalKind.Agent, "a1"), key, new Resource<AgentSpec>(Tenants.Default, "a1", new AgentSpec { Team = team }, "e", 1), View);
}
