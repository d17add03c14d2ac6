using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Approvals.Deciding;
using AgentFunctions.Core.Approvals.Reading;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources;
using AgentFunctions.TestKit.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Embedded.Tests.Approvals;

/// <summary>Approvals on the engine they are kept in locally, from two hosts over one folder.</summary>
public sealed class ApprovalsOnSqliteTests
{
    private const string AdminKey = "admin-key-for-tests-only-0123456789";

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task TwoHosts_ThatDecideAndUseAtTheSameTime_Agree()
    {
        using var folder = new TemporaryFolder();
        await using var one = Host(folder);
        await using var two = Host(folder);
        await one.GetRequiredService<ResourceStore>().EnsureTenantAsync(Tenants.Default, None);
        for (var round = 0; round < 10; round++)
        {
            var asked = await Task.WhenAll(AskAsync(one, round), AskAsync(two, round));
            Assert.Equal(asked[0].Id, asked[1].Id);

            var answers = await Task.WhenAll(DecideAsync(one, asked[0], ApprovalDecision.Approve), DecideAsync(two, asked[0], ApprovalDecision.Deny));
            Assert.Single(answers, static done => done);
            var uses = await Task.WhenAll(UseAsync(one, asked[0], "a"), UseAsync(two, asked[0], "b"));
            Assert.Equal(answers[0] ? 1 : 0, uses.Count(static used => used));

            var shown = Assert.Single(await ListAsync(two, null), a => a.Id == asked[0].Id);
            Assert.Equal(answers[0] ? ApprovalStatus.Used : ApprovalStatus.Denied, shown.Status);
        }

        await AskAsync(one, 10);
        await two.GetServices<IScheduledJob>().Single(static j => j.Name == "approvals").RunAsync(None);
        Assert.Equal(11, (await ListAsync(one, null)).Count);
        Assert.Equal("""{"id":9007199254740993,"round":10}""", Assert.Single(await ListAsync(two, ApprovalStatus.Pending)).Canonical);
    }

    private static ServiceProvider Host(TemporaryFolder folder) => new ServiceCollection()
        .AddLogging().AddEmbeddedStores(o => o.DataDirectory = Path.Combine(folder.Data, "data")).AddAgentFunctionsKeys().AddAgentFunctionsApprovalUpkeep()
        .Configure<BootstrapKeyOptions>(static o => o.AdminKey = AdminKey).BuildServiceProvider();

    private static async Task<Approval> AskAsync(ServiceProvider host, int round)
    {
        var outcome = await host.GetRequiredService<IApprovals>().RequestAsync(
            new ApprovalRequest
            {
                TenantId = Tenants.Default,
                Key = $"k{round}",
                Kind = ApprovalKind.Action,
                Action = JsonElement.Parse($$"""{"round":{{round}},"id":9007199254740993}"""),
                Agent = "a",
                RunId = "run_1",
                RequestedBy = "agent/a",
            },
            None);
        return outcome.Value!;
    }

    private static async Task<bool> DecideAsync(ServiceProvider host, Approval approval, ApprovalDecision decision) =>
        (await host.GetRequiredService<ApprovalDecisions>().DecideAsync(await CallerAsync(host), null, approval.Id, new ApprovalAnswer(decision, approval.Digest), None)).Value is not null;

    private static async Task<bool> UseAsync(ServiceProvider host, Approval approval, string key) =>
        (await host.GetRequiredService<IApprovals>().UseAsync(Tenants.Default, approval.Id, approval.Digest, key, None)).Value is not null;

    private static async Task<IReadOnlyList<Approval>> ListAsync(ServiceProvider host, ApprovalStatus? status) =>
        (await host.GetRequiredService<ApprovalReader>().ListAsync(ApprovalViewer.Of(await CallerAsync(host)), new ApprovalFilter(status, "a", "run_1"), 500, null, None)).Value!.Items;

    private static async Task<Caller> CallerAsync(ServiceProvider host) => (await host.GetRequiredService<IAuthenticator>().AuthenticateAsync(new PresentedCredential(AdminKey), None)).Caller!;
}
