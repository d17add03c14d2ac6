using AgentFunctions.Core.Approvals;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Approvals;

/// <summary>People are not asked without end.</summary>
public sealed class ApprovalCapTests
{
    [Fact]
    public async Task Request_BeyondWhatMayBePending_IsRefusedUntilSomeAreDecided()
    {
        await using var app = await ApprovalsApp.StartAsync(static services => services.Configure<ApprovalsOptions>(static options => (options.MaxPendingPerRun, options.MaxPendingPerTenant) = (2, 3)));
        var first = await app.AskAsync("1");
        await app.AskAsync("2");

        Assert.Contains("MaxPendingPerRun", (await RefusedAsync(app, "3", "run_1")).Message, StringComparison.Ordinal);
        Assert.Equal(first.Id, (await app.AskAsync("1")).Id);
        await app.AskAsync("3", with: static r => r with { RunId = "run_2" });
        Assert.Contains("MaxPendingPerTenant", (await RefusedAsync(app, "4", "run_2")).Message, StringComparison.Ordinal);

        await app.DecideAsync("zoe", first);
        await app.AskAsync("4");
        await RefusedAsync(app, "5", "run_2");
    }

    /// <summary>Calls without a run have no bound of a run: one agent would keep all others of its tenant from asking.</summary>
    [Fact]
    public async Task Request_OfAnAgentBeyondItsOwn_LeavesRoomForTheOthers()
    {
        await using var app = await ApprovalsApp.StartAsync(static services => services.Configure<ApprovalsOptions>(static options => (options.MaxPendingPerAgent, options.MaxPendingPerTenant) = (2, 4)));
        var first = await app.AskAsync("1", with: static r => r with { RunId = null, StepId = null });
        await app.AskAsync("2", with: static r => r with { RunId = "run_2" });

        Assert.Contains("MaxPendingPerAgent", (await RefusedAsync(app, "3", null)).Message, StringComparison.Ordinal);
        await app.AskAsync("4", with: static r => r with { Agent = "other" });
        await app.DecideAsync("zoe", first);
        await app.AskAsync("3", with: static r => r with { RunId = null, StepId = null });
        Assert.Contains("agents/demo", (await RefusedAsync(app, "5", "run_3")).Message, StringComparison.Ordinal);
    }

    private static async Task<Core.Errors.ApiError> RefusedAsync(ApprovalsApp app, string key, string? run)
    {
        var request = new ApprovalRequest { TenantId = "default", Key = key, Kind = ApprovalKind.Action, Action = System.Text.Json.JsonElement.Parse(ApprovalsApp.Refund), Agent = "demo", Team = "red", RunId = run, StepId = "s1", RequestedBy = "operator/ops" };
        var error = (await app.App.Services.GetRequiredService<IApprovals>().RequestAsync(request, CancellationToken.None)).Error!;
        Assert.Equal((409, "too_many_approvals"), (error.Status, error.Code));
        return error;
    }
}
