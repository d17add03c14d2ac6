using System.Text;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Subjects;
using AgentFunctions.TestKit.Documents;

namespace AgentFunctions.Core.Tests.Subscriptions;

/// <summary>The end of a run that was given what a person said sets off runs with its answer: they are erased with it, one after the other. Others' are not.</summary>
public sealed class CausedErasureTests : IAsyncLifetime
{
    private const string Lee = "zeppelin";
    private const string Other = "submarine";
    private static readonly CancellationToken None = CancellationToken.None;
    private EventProcess _process = null!;

    public async Task InitializeAsync()
    {
        _process = await new EventProcess(topics: new TopicStream()).DeclareAsync();
        await _process.PutAsync("agents", "c", "{}");
        await _process.PutAsync("subscriptions", "begin", """{"topic":"orders","start":"agents/a"}""");
        await _process.PutAsync("subscriptions", "next", """{"topic":"agentfunctions.runs","filters":[{"exact":{"subject":"agents/a"}}],"start":"agents/b","input":"${event.data}"}""");
        await _process.PutAsync("subscriptions", "last", """{"topic":"agentfunctions.runs","filters":[{"exact":{"subject":"agents/b"}}],"start":"agents/c","input":"${event.data}"}""");
    }

    public async Task DisposeAsync() => await _process.DisposeAsync();

    [Fact]
    public async Task Erase_ReachesTheRunsThatItsEndSetOff_AndNoOthers()
    {
        var (first, second, third) = await ChainAsync("1", Lee, isGiven: true);
        var (_, other, otherLast) = await ChainAsync("2", Other, isGiven: false);
        var others = Holding(Other);
        Assert.True(Holding(Lee).Count > 5, string.Join('\n', Holding(Lee)));

        var erasure = await EraseAsync();

        Assert.True(Holding(Lee) is [], string.Join('\n', Holding(Lee)));
        Assert.Equal(others, Holding(Other));
        Assert.Equal(3, erasure.Removed["recalled"]);
        foreach (var (run, status) in ((string, RunStatus)[])[(first, RunStatus.Succeeded), (second, RunStatus.Succeeded), (third, RunStatus.Terminated), (other, RunStatus.Succeeded), (otherLast, RunStatus.Pending)])
            Assert.Equal(status, (await _process.RunAsync(run)).State);
        Assert.Equal("\"[erased]\"", (await _process.Get<IRunWork>().FindAsync(Tenants.Default, second, None))!.Input.GetRawText());
        Assert.Equal("\"[erased]\"", (await _process.Get<IRunJournal>().FindAsync(Tenants.Default, second, "s1", None))!.Output!.Value.GetRawText());
    }

    /// <summary>An erasure ends an open run: what that publishes says nothing of the person, and what it sets off goes on.</summary>
    [Fact]
    public async Task Erase_OfAnOpenRun_LeavesTheRunThatItsTerminationSetsOff()
    {
        var run = await BeginAsync("1", isGiven: true);

        await EraseAsync();

        var next = Assert.Single(Runs(), id => id != run);
        Assert.Equal((RunStatus.Pending, (long?)null), ((await _process.RunAsync(next)).State, (await _process.RunAsync(next)).ErasedFrom));
        Assert.Equal("terminated", (await _process.Get<IRunWork>().FindAsync(Tenants.Default, next, None))!.Input.GetProperty("status").GetString());
        await EraseAsync();
        Assert.Null((await _process.RunAsync(next)).ErasedFrom);
    }

    private ValueTask<Erasure> EraseAsync() => _process.Get<SubjectErasures>().EraseAsync(new SubjectScope(Tenants.Default, SubjectNames.Fold("lee jones"), null), "operator/ops", None);

    private async Task<(string First, string Second, string Third)> ChainAsync(string id, string said, bool isGiven)
    {
        var first = await BeginAsync(id, isGiven);
        var known = Runs();
        await _process.EndAsync(first, output: $"\"{said}\"");
        var second = Assert.Single(Runs().Except(known));
        var step = new RunStep { Id = "s1", Kind = RunStepKind.Tool, Name = "n", Status = RunStepStatus.Running, StartedAt = _process.Time.GetUtcNow() };
        await _process.Get<IRunJournal>().BeginAsync(Tenants.Default, second, step, None);
        await _process.Get<IRunJournal>().UpdateAsync(Tenants.Default, second, step with { Status = RunStepStatus.Succeeded, EndedAt = _process.Time.GetUtcNow(), Output = EventProcess.Json($"\"{said}\"") }, None);
        known = Runs();
        await _process.EndAsync(second, output: $"\"{said}\"");
        return (first, second, Assert.Single(Runs().Except(known)));
    }

    private async Task<string> BeginAsync(string id, bool isGiven)
    {
        var run = (await _process.PublishAsync(id)).Takers.Single().RunId!;
        if (!isGiven) return run;
        var draft = new MemoryDraft
        {
            Text = $"I keep a {Lee}.", Kind = MemoryKind.Episodic, Speaker = "Lee Jones", Label = new ContentLabel(Integrity.Trusted, Confidentiality.Internal), Source = new MemorySource(MemorySourceKind.Written, "principals/ops", null, null, true),
        };
        var record = (await _process.Get<MemoryWriter>().WriteAsync(Tenants.Default, "a/red", [draft], None))[0].Id!;
        Assert.Single(await _process.Get<MemoryUses>().NoteAsync(Tenants.Default, "a/red", run, null, "agents/a", [record], None));
        return run;
    }

    private List<string> Runs() => [.. _process.Started.Select(static call => call.Split(' ')[1].Split(':')[1])];

    private List<string> Holding(string mark) =>
        [.. ((InMemoryDocumentStore)_process.Inner).All().Where(document => Encoding.UTF8.GetString(document.Body).Contains(mark, StringComparison.Ordinal)).Select(static document => document.Path).Order(StringComparer.Ordinal)];
}
