using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Reading;
using AgentFunctions.Core.Sessions;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Embedded.Tests.Runs;

/// <summary>Runs on the engine they are kept in locally, from two hosts over one folder.</summary>
public sealed class RunsOnSqliteTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task TwoHosts_OfWhichEachBeginsCompletesAndListsRuns_Agree()
    {
        using var folder = new TemporaryFolder();
        await using var one = Host(folder);
        await using var two = Host(folder);
        for (var round = 0; round < 10; round++)
        {
            var run = $"run-{round}";
            var calls = await Task.WhenAll(CallAsync(one, "a", run), CallAsync(two, "b", run), CallAsync(one, "c", run), CallAsync(two, "a", run));

            // One agent has it; of "a" both calls pass, or none.
            var winner = calls[0] ? "a" : calls[1] ? "b" : "c";
            Assert.Equal([winner == "a", winner == "b", winner == "c", winner == "a"], calls);

            var answers = await Task.WhenAll(CompleteAsync(one, winner, run, RunOutcome.Success), CompleteAsync(two, winner, run, RunOutcome.Failure));
            Assert.Single(answers, static done => done);
            var closed = Assert.Single(await ListAsync(two, winner), r => r.Id == run);
            Assert.Equal(answers[0] ? RunStatus.Succeeded : RunStatus.Failed, closed.Status);
            Assert.False(await CallAsync(answers[0] ? one : two, winner, run));
        }

        var total = 0;
        foreach (var agent in (string[])["a", "b", "c"]) total += (await ListAsync(one, agent)).Count;
        Assert.Equal(10, total);
    }

    private static ServiceProvider Host(TemporaryFolder folder) => new ServiceCollection()
        .AddLogging().AddEmbeddedStores(o => o.DataDirectory = Path.Combine(folder.Data, "data")).AddAgentFunctionsRuns().BuildServiceProvider();

    private static async Task<bool> CallAsync(ServiceProvider host, string agent, string run)
    {
        await host.GetRequiredService<SessionBinder>().BindAsync(new SessionBinding(Tenants.Default, agent, null, "s"), None);
        return await host.GetRequiredService<RunBinder>().BindAsync(new RunBinding(Tenants.Default, agent, null, run, "s"), None) is null;
    }

    private static async Task<bool> CompleteAsync(ServiceProvider host, string agent, string run, RunOutcome outcome) =>
        (await host.GetRequiredService<RunCompletion>().CompleteAsync(Viewer(agent), run, outcome, None)).Value is not null;

    private static async Task<IReadOnlyList<Run>> ListAsync(ServiceProvider host, string agent) =>
        (await host.GetRequiredService<RunReader>().ListAsync(Viewer(agent), new RunFilter(agent, "s", null), 500, null, None)).Value!.Items;

    private static RunViewer Viewer(string agent) => RunViewer.Of(
        new Caller(new Principal(Tenants.Default, PrincipalKind.Agent, agent), "k", new Resource<AgentSpec>(Tenants.Default, agent, new AgentSpec(), "e", 1), new FakeControlPlaneView()), AccessScopes.TracesRead);
}
