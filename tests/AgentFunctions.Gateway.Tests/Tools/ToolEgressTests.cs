using System.Text;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Tools.Declaration;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Gateway.Tests.Tools;

/// <summary>Where tools may be, and what their answers may be.</summary>
public sealed class ToolEgressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:{port}/")]
    [InlineData("http://[::1]:{port}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{port}/")]
    [InlineData("http://0x7f000001:{port}/")]
    [InlineData("http://2130706433:{port}/")]
    [InlineData("http://127.1:{port}/")]
    [InlineData("http://localhost:{port}/")]
    [InlineData("http://rebind.example:{port}/")]
    [InlineData("http://mapped.example:{port}/")]
    [InlineData("http://both.example:{port}/")]
    [InlineData("https://metadata.example/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[fd00::1]/")]
    public async Task Private_AnyForm_IsNotReached(string url)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.AllowPrivate = "";
        await harness.RestartAsync();
        harness.Names.With("localhost", "127.0.0.1").With("rebind.example", "127.0.0.1").With("mapped.example", "::ffff:127.0.0.1").With("both.example", "93.184.216.34", "127.0.0.1").With("metadata.example", "169.254.169.254");
        harness.Tool("GET", "/", change: spec => spec with { AllowInsecure = true, Request = spec.Request! with { Url = url.Replace("{port}", $"{harness.Server.Port}", StringComparison.Ordinal) } });

        var error = Assert.IsType<ToolAnswer.Refused>(await harness.InvokeAsync()).Error;

        Assert.Equal((502, ErrorCodes.UpstreamError, false), (error.Status, error.Code, error.ShouldRetry));
        Assert.DoesNotContain("127.0.0.1", error.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Server.Calls);
    }

    [Fact]
    public async Task Name_RebindsToLoopbackAfterTheCheck_IsNotAskedAgain()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Names.With("tool.example", "127.0.0.1").With("tool.example", "10.0.0.1");
        harness.Tool("GET", "/", change: spec => spec with { AllowInsecure = true, Request = spec.Request! with { Url = $"http://tool.example:{harness.Server.Port}/" } });

        ToolHarness.Result(await harness.InvokeAsync());
        Assert.Equal(1, harness.Names.Lookups);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task Redirect_IsAnErrorAndNotFollowed(int status)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/").Server.Handler = (context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://169.254.169.254/latest/meta-data";
            return Task.CompletedTask;
        };

        var result = ToolHarness.Result(await harness.InvokeAsync());

        Assert.True(result.IsError);
        Assert.DoesNotContain("169.254", result.Content.GetRawText(), StringComparison.Ordinal);
        Assert.Single(harness.Server.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_LargerThanTheCap_IsAnErrorOfTheTool(bool tellsLength)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: ToolSideEffect.Irreversible, change: static spec => spec with { MaxResponseBytes = 1024 }).Server.Handler = async (context, _) =>
        {
            if (tellsLength) context.Response.ContentLength = 5000;
            await context.Response.WriteAsync(new string('x', 5000));
        };

        var result = ToolHarness.Result(await harness.InvokeAsync());

        Assert.Equal((true, 200), (result.IsError, result.Status!.Value));
        Assert.Contains("larger than 1024 bytes", result.Content.GetRawText(), StringComparison.Ordinal);
        Assert.True(ToolHarness.Result(await harness.InvokeAsync()).IsRepeat);
        Assert.Single(harness.Server.Calls);
    }

    [Theory]
    [InlineData(ToolSideEffect.None)]
    [InlineData(ToolSideEffect.Irreversible)]
    public async Task Timeout_NoAnswer_IsAFailureOrAQuestion(ToolSideEffect effect)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: effect, change: static spec => spec with { Timeout = TimeSpan.FromMilliseconds(300) }).Server.Handler = static (context, _) =>
            Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);

        var answer = await harness.InvokeAsync();

        if (effect == ToolSideEffect.None) Assert.Equal(ErrorCodes.UpstreamTimeout, ToolHarness.Code(answer));
        else ToolHarness.Unknown(answer);
        Assert.Single(harness.Server.Calls);
    }

    [Theory]
    [InlineData(ToolSideEffect.None)]
    [InlineData(ToolSideEffect.Irreversible)]
    public async Task Timeout_CodeThatDoesNotHeedIt_IsLeftAlone(ToolSideEffect effect)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.BuiltIn = new DeafTool();
        await harness.RestartAsync();
        harness.View.With("t.deaf", new ToolSpec { Type = ToolSpec.BuiltIn, BuiltInName = "deaf", SideEffect = effect, Timeout = TimeSpan.FromMilliseconds(200), Approval = new ToolApprovalSpec { Required = ToolApprovalSpec.Never } });

        var answer = await harness.InvokeAsync(tool: "t.deaf");

        if (effect == ToolSideEffect.None) Assert.Equal(ErrorCodes.UpstreamTimeout, ToolHarness.Code(answer));
        else ToolHarness.Unknown(answer);
    }

    [Theory]
    [InlineData(null, "Authorization", "Bearer " + ToolHarness.Canary)]
    [InlineData("x-api-key", "x-api-key", ToolHarness.Canary)]
    public async Task Credential_GoesToItsHostInItsHeader(string? declared, string header, string value)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/", change: spec => spec with { Credential = new ToolCredentialSpec { SecretRef = "key", Header = declared } });

        ToolHarness.Result(await harness.InvokeAsync());

        Assert.Equal(value, Assert.Single(harness.Server.Calls).Headers[header]);
        Assert.Equal([harness.Server.Endpoint], harness.Secrets.AskedHosts);
    }

    [Fact]
    public async Task Credential_NotForThisHost_NothingIsSent()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Secrets.OnlyHost = "elsewhere.example";
        harness.Tool(effect: ToolSideEffect.Irreversible, change: static spec => spec with { Credential = new ToolCredentialSpec { SecretRef = "key" } });

        Assert.Equal(ErrorCodes.UpstreamError, ToolHarness.Code(await harness.InvokeAsync()));
        Assert.Empty(harness.Server.Calls);
    }

    [Fact]
    public async Task Credential_Echoed_IsNeverInTheResult()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/", change: static spec => spec with { Credential = new ToolCredentialSpec { SecretRef = "key" } });
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + ToolHarness.Canary));
        var escaped = string.Concat(ToolHarness.Canary.Select(static c => $"\\u{(int)c:x4}"));
        var encoded = string.Concat(Encoding.UTF8.GetBytes(ToolHarness.Canary).Select(static b => $"%{b:X2}"));
        string[] echoes =
        [
            $$"""{"got":"Bearer {{ToolHarness.Canary}}","keep":1}""", $$"""{"a":["{{ToolHarness.Canary.ToUpperInvariant()}}"]}""", $$"""{"{{ToolHarness.Canary}}":true}""", $$"""{"b":"{{base64}}"}""",
            $$"""{"c":"{{escaped}}"}""", $"not json {ToolHarness.Canary}", Convert.ToHexString(Encoding.UTF8.GetBytes(ToolHarness.Canary)),
            $$"""{"d":"?key={{encoded}}&x=1"}""", $$"""{"e":"{{encoded.ToLowerInvariant()}}"}""", $$"""{"f":"{{ToolHarness.Canary[..3]}}{{encoded[9..]}}"}""", $$"""{"g":"{{encoded.Replace("%", "%25", StringComparison.Ordinal)}}"}""", $$"""{"h":"{{Uri.EscapeDataString(base64)}}"}""",
        ];
        harness.Server.Handler = async (context, number) =>
        {
            context.Response.StatusCode = number % 2 == 0 ? 400 : 200;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(echoes[number - 1]);
        };

        for (var i = 0; i < echoes.Length; i++)
        {
            var text = ToolHarness.Result(await harness.InvokeAsync(key: "k" + i)).Content.GetRawText();
            Assert.DoesNotContain(ToolHarness.Canary, System.Text.RegularExpressions.Regex.Unescape(text), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(base64[4..^4], text, StringComparison.Ordinal);
            Assert.DoesNotContain(encoded[12..], text.Replace("%25", "%", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
            Assert.Contains("[redacted]", text, StringComparison.Ordinal);
            if (i == 0) Assert.Contains("\"keep\":1", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Caller_GoesAway_RepeatableCallIsCutAndTheOtherSeenThrough()
    {
        await using var harness = await ToolHarness.StartAsync();
        var (arrived, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        harness.Tool(effect: ToolSideEffect.Irreversible).Server.Handler = async (context, _) =>
        {
            arrived.SetResult();
            await answer.Task;
            await context.Response.WriteAsync("done");
        };
        using var gone = new CancellationTokenSource();

        var call = harness.SendAsync(await harness.CallAsync(), gone.Token);
        await arrived.Task;
        await gone.CancelAsync();
        answer.SetResult();

        Assert.Equal("done", ToolHarness.Result(await call).Content.GetString());
        Assert.True(ToolHarness.Result(await harness.InvokeAsync()).IsRepeat);
    }

    [Fact]
    public async Task Headers_DeclaredOnes_AreSent()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/", change: spec => spec with { Request = spec.Request! with { Headers = new Dictionary<string, string> { ["x-region"] = "eu" } } });

        ToolHarness.Result(await harness.InvokeAsync());

        Assert.Equal("eu", Assert.Single(harness.Server.Calls).Headers["x-region"]);
    }
}
