using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Tools.Declaration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Gateway.Tests.Tools;

/// <summary>A tool that is not there now: tried again where that is harmless, and only there.</summary>
public sealed class ToolRetryTests
{
    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task NotNow_RepeatableTool_IsTriedAgainAFewTimes(int status)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/").Server.Handler = (context, _) => Task.FromResult(context.Response.StatusCode = status);

        Assert.Equal(status, ToolHarness.Result(await harness.InvokeAsync()).Status);
        Assert.Equal(3, harness.Server.Calls.Count);

        // Not kept: the same call may be sent when the tool is back.
        harness.Server.Handler = null;
        Assert.False(ToolHarness.Result(await harness.InvokeAsync()).IsError);
    }

    [Fact]
    public async Task NotNow_ToolThatMustNotBeRepeated_IsAResult()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: ToolSideEffect.Reversible).Server.Handler = static (context, _) => Task.FromResult(context.Response.StatusCode = 503);

        Assert.Equal(503, ToolHarness.Result(await harness.InvokeAsync()).Status);
        Assert.Single(harness.Server.Calls);
    }

    /// <summary>A run was rewound: what the tool answered wrongly before is asked again under the same key, what it answered well is not.</summary>
    [Fact]
    public async Task ErrorBeforeARewind_IsAskedAgain_AndAnAnswerStands()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var harness = await ToolHarness.StartAsync(time);
        harness.Tool(effect: ToolSideEffect.Reversible).Server.Handler = static (context, _) => Task.FromResult(context.Response.StatusCode = 500);
        var began = time.GetUtcNow();
        Assert.Equal(500, ToolHarness.Result(await harness.SendAsync(await harness.CallAsync(step: "s1") with { ErrorsFrom = began })).Status);
        Assert.Equal(500, ToolHarness.Result(await harness.SendAsync(await harness.CallAsync(step: "s1") with { ErrorsFrom = began })).Status);
        Assert.Single(harness.Server.Calls);

        harness.Server.Handler = null;
        time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 2; i++)
        {
            Assert.False(ToolHarness.Result(await harness.SendAsync(await harness.CallAsync(step: "s1") with { ErrorsFrom = time.GetUtcNow() })).IsError);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(2, harness.Server.Calls.Count);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(504)]
    public async Task LostBehindAProxy_ToolThatMustNotBeRepeated_IsAQuestionAndNotAnError(int status)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: ToolSideEffect.Reversible).Server.Handler = (context, _) => Task.FromResult(context.Response.StatusCode = status);

        var asked = ToolHarness.Unknown(await harness.InvokeAsync());

        Assert.Equal(asked.Id, ToolHarness.Unknown(await harness.InvokeAsync()).Id);
        Assert.Single(harness.Server.Calls);
    }

    [Fact]
    public async Task Unreachable_NothingWasSent_TheSameCallIsSentLater()
    {
        await using var harness = await ToolHarness.StartAsync();
        var port = harness.Server.Port;
        harness.Tool(effect: ToolSideEffect.Irreversible, change: spec => spec with { Request = spec.Request! with { Url = "http://localhost:" + port + "/do" } });
        Assert.Equal(ErrorCodes.UpstreamError, ToolHarness.Code(await harness.InvokeAsync()));

        harness.Names.With("localhost", "127.0.0.1");
        Assert.False(ToolHarness.Result(await harness.InvokeAsync()).IsRepeat);
        Assert.Single(harness.Server.Calls);
        Assert.Empty(harness.Approvals.All);
    }
}
