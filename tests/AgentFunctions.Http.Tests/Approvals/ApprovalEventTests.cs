using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Workflows;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Approvals;

/// <summary>What people decide is an event that starts runs.</summary>
public sealed class ApprovalEventTests
{
    [Fact]
    public async Task Decided_StartsARun_WithTheDecisionAndNotTheAction()
    {
        await using var app = await ApprovalsApp.StartAsync(static services => services.AddSingleton<IWorkflowClient>(static s => new FakeWorkflowClient(s.GetRequiredService<TimeProvider>())));
        await app.App.PutSpecAsync("subscriptions", "told", """{"topic":"agentfunctions.approvals","filters":[{"exact":{"type":"agentfunctions.approval.decided"}}],"start":"agents/demo","input":"${event.data}"}""");
        var approval = await app.AskAsync(with: static r => r with { PublishedBy = ["approver/yan"] });
        Assert.Equal(403, (int)(await app.DecideAsync("yan", approval)).Status);
        Assert.Empty(await RunsAsync(app));

        await app.DecideAsync("zoe", approval, "deny");
        await app.DecideAsync("zoe", approval, "deny");

        await TestWait.UntilAsync(async () => (await RunsAsync(app)).Count == 1, "a run is started");
        var work = (await app.App.Services.GetRequiredService<IRunWork>().FindAsync(Tenants.Default, (await RunsAsync(app))[0], CancellationToken.None))!;
        var input = work.Input;
        Assert.Equal((approval.Id, "denied", "deny", "approver/zoe"), (input.GetProperty("approvalId").GetString(), input.GetProperty("status").GetString(), input.GetProperty("decision").GetString(), input.GetProperty("by").GetString()));
        Assert.DoesNotContain("amount", input.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["operator/ops", "approver/yan", "approver/zoe", "agent/demo"], work.PublishedBy);
    }

    private static async Task<IReadOnlyList<string>> RunsAsync(ApprovalsApp app) =>
        [.. (await app.App.GetAsync("/api/runs")).Json.GetProperty("items").EnumerateArray().Where(static r => r.GetProperty("startedBy").GetString() == "subscriptions/told").Select(static r => r.GetProperty("id").GetString()!)];
}
