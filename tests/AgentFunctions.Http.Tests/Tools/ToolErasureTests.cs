using System.Net;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Tests.Tools;

public sealed class ToolErasureTests
{
    private const string Call = """{"arguments":{"id":"7"}}""";

    [Theory]
    [InlineData("orders.get")]
    [InlineData("notify.send")]
    public async Task Answer_ForAPersonErasedWhileTheToolWorks_IsForgotten_AndTheNextIsRemembered(string tool)
    {
        await using var app = await ToolsApp.StartAsync();
        var (arrived, gate) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        app.Server.Handler = async (context, number) =>
        {
            arrived.TrySetResult();
            await gate.Task;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$"""{"said":"canary-{{number}}"}""");
        };
        var calling = InvokeAsync(app, tool);
        await arrived.Task;

        Assert.Equal(HttpStatusCode.OK, (await app.Control.SendAsync(HttpMethod.Delete, "/api/subjects/Ann")).Status);
        gate.SetResult();

        Assert.Contains("canary-1", (await calling).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", (await app.Control.SendAsync(HttpMethod.Get, "/api/subjects/Ann/export", null, app.Key)).Text, StringComparison.Ordinal);
        foreach (var _ in (int[])[1, 2]) Assert.Contains("canary-2", (await InvokeAsync(app, tool)).Text, StringComparison.Ordinal);
        Assert.Equal(2, app.Server.Calls.Count);
    }

    private static Task<Resources.ControlApp.Answer> InvokeAsync(ToolsApp app, string tool) => app.InvokeAsync(tool, Call, null, ("Idempotency-Key", "ik"), ("x-end-user", "ann"));
}
