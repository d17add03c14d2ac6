using System.Net;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Runs;

/// <summary>An agent whose runs have no model to call starts none.</summary>
public sealed class RunModelTests
{
    [Theory]
    [InlineData("""{"models":["sim-*"]}""", "spec.model")]
    [InlineData("""{"models":["agent/demo"]}""", "spec.model")]
    public async Task Start_WithoutAModelToCall_IsRefusedWithTheField(string spec, string field)
    {
        await using var app = await ControlApp.StartAsync(configure: static services => services.AddSingleton<IWorkflowClient>(static s => new FakeWorkflowClient(s.GetRequiredService<TimeProvider>())));
        await app.DeclareDemoAsync();
        var put = await app.PutSpecAsync("agents", "lost", spec);
        Assert.True(put.Status == HttpStatusCode.Created, put.Text);

        var answer = await app.PostAsync("/api/agents/lost/runs", "{}");

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request", field), (answer.Status, answer.Code, answer.Json.GetProperty("param").GetString()));
        Assert.Contains("agents/lost", answer.Text, StringComparison.Ordinal);
        Assert.Empty((await app.GetAsync("/api/runs")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync("/api/agents/demo/runs", "{}")).Status);
    }
}
