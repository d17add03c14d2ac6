using System.Net;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Workflows;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Runs;

/// <summary>What a run may cost is kept by the real ledger, without a quota for it.</summary>
public sealed class RunBudgetTests
{
    [Theory]
    [InlineData("5.00", HttpStatusCode.OK)]
    [InlineData("0.000001", HttpStatusCode.PaymentRequired)]
    public async Task Call_OfARunWithABudget_CountsOnIt(string budget, HttpStatusCode expected)
    {
        await using var app = await RunsApp.StartAsync(static services => services.AddSingleton<IWorkflowClient>(new FakeWorkflowClient(TimeProvider.System)).AddAgentFunctionsLedger().AddUsageUpkeep());
        Assert.Equal(HttpStatusCode.Created, (await app.One.PutSpecAsync("prices", "sim-small", """{"match":"sim-small","input":"10","output":"10"}""")).Status);
        app.Advance(TimeSpan.FromSeconds(3));
        var run = (await app.One.SendAsync(HttpMethod.Post, "/api/agents/demo/runs", $$$"""{"limits":{"budget":"{{{budget}}}"}}""", app.Key("ops"))).Json.GetProperty("id").GetString()!;

        // In the process that started it, and in one that has never heard of it.
        foreach (var process in (Resources.ControlApp[])[app.One, app.Two])
        {
            var answer = await app.CallAsync(run, at: process);
            Assert.True(answer.Status == expected, answer.Text);
            if (expected != HttpStatusCode.OK) Assert.Contains($"runs/{run}", answer.Text, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await app.CallAsync("external")).Status);
        if (expected != HttpStatusCode.OK) return;
        await app.One.Services.GetRequiredService<UsagePipeline>().DrainAsync("default", CancellationToken.None);
        var shown = (await app.GetAsync($"/api/runs/{run}", "ops")).Json.GetProperty("usage");
        Assert.Equal(2, shown.GetProperty("requests").GetInt32());
        var report = (await app.GetAsync($"/api/runs/{run}/report", "ops")).Json;
        Assert.Equal("sim-small", report.GetProperty("models")[0].GetProperty("model").GetString());
        Assert.NotEqual("0.00", report.GetProperty("models")[0].GetProperty("cost").GetString());
    }
}
