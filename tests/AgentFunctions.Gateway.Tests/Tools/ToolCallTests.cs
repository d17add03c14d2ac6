using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Tools.Declaration;
using AgentFunctions.Gateway.Tests.Models;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Gateway.Tests.Tools;

public sealed class ToolCallTests
{
    private const string Order = """{"type":"object","properties":{"id":{"type":"string"},"limit":{"type":"integer","maximum":10},"tags":{"type":"array","items":{"type":"string"},"maxItems":5}},"required":["id"]}""";

    [Fact]
    public async Task Get_ArgumentsInPathAndQuery_AnswersWithLabel()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/orders/{id}?v=1", schema: Order, change: static spec => spec with { Returns = new ToolReturnsSpec { Integrity = "trusted", Confidentiality = "restricted" } });

        var result = ToolHarness.Result(await harness.InvokeAsync("""{"id":"A 1/é","limit":3,"tags":["x","y&z"]}"""));

        var call = Assert.Single(harness.Server.Calls);
        Assert.Equal(("GET", "/orders/A%201%2F%C3%A9?v=1&limit=3&tags=x&tags=y%26z", ""), (call.Method, call.Target, call.Body));
        Assert.Equal("k1", call.IdempotencyKey);
        Assert.Equal((false, 200, """{"ok":true}""", false), (result.IsError, result.Status!.Value, result.Content.GetRawText(), result.IsRepeat));
        Assert.Equal(new ContentLabel(Integrity.Trusted, Confidentiality.Restricted), result.Label);
    }

    [Fact]
    public async Task Post_RestOfArguments_IsSortedJsonBody()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("POST", "/orders/{id}", schema: Order);

        await harness.InvokeAsync("""{"tags":["b","a"],"limit":3,"id":"7"}""");

        var call = Assert.Single(harness.Server.Calls);
        Assert.Equal(("/orders/7", """{"limit":3,"tags":["b","a"]}"""), (call.Target, call.Body));
        Assert.Equal("application/json", call.Headers["Content-Type"]);
    }

    [Theory]
    [InlineData("""{}""", "arguments.id")]
    [InlineData("""{"id":5}""", "arguments.id")]
    [InlineData("""{"id":"a","limit":11}""", "arguments.limit")]
    [InlineData("""{"id":"a","other":1}""", "arguments.other")]
    [InlineData("""{"id":"a","tags":["x",5]}""", "arguments.tags[1]")]
    [InlineData("""{"id":"a","id":"b"}""", "arguments.id")]
    [InlineData("""[]""", "arguments")]
    [InlineData("""{"id":"\ud800"}""", "arguments")]
    [InlineData("""{"id":""}""", "arguments.id")]
    [InlineData("""{"id":"."}""", "arguments.id")]
    [InlineData("""{"id":".."}""", "arguments.id")]
    public async Task Arguments_OutsideTheSchemaOrThePath_AreRefusedWithTheirPath(string arguments, string path)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/orders/{id}", schema: Order);

        var error = Assert.IsType<ToolAnswer.Refused>(await harness.InvokeAsync(arguments)).Error;

        Assert.Equal((400, ErrorCodes.InvalidRequest), (error.Status, error.Code));
        Assert.Contains(error.Details, detail => detail.Path == path);
        Assert.Empty(harness.Server.Calls);
    }

    [Theory]
    [InlineData("..%2f..%2fadmin")]
    [InlineData("../admin")]
    [InlineData("%2e%2e")]
    [InlineData("a/../../b")]
    [InlineData("x?admin=1")]
    [InlineData("x#y")]
    [InlineData("x\r\nX-Injected: 1")]
    [InlineData("@evil.example/")]
    [InlineData("\\\\evil.example")]
    [InlineData("http://evil.example/")]
    public async Task Placeholder_HostileValue_StaysInItsSegment(string value)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/orders/{id}/lines?q={q}", schema: """{"type":"object","properties":{"id":{"type":"string"},"q":{"type":"string"}},"required":["id"]}""");

        ToolHarness.Result(await harness.InvokeAsync(JsonSerializer.Serialize(new { id = value, q = value })));

        var call = Assert.Single(harness.Server.Calls);
        Assert.Equal($"/orders/{Uri.EscapeDataString(value)}/lines?q={Uri.EscapeDataString(value)}", call.Target);
        Assert.False(call.Headers.ContainsKey("X-Injected"));
        Assert.Equal(harness.Server.Endpoint, call.Headers["Host"]);
    }

    [Fact]
    public async Task Tool_NotInTheAgentsList_IsRefusedWhetherOrNotItExists()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/");

        var existing = Assert.IsType<ToolAnswer.Refused>(await harness.InvokeAsync(agent: "b")).Error;
        var missing = Assert.IsType<ToolAnswer.Refused>(await harness.InvokeAsync(agent: "b", tool: "t.two")).Error;

        Assert.Equal((403, ErrorCodes.ToolNotAllowed), (existing.Status, existing.Code));
        Assert.Equal(existing.Message.Replace("t.one", "t.two", StringComparison.Ordinal), missing.Message);
        Assert.Equal(ErrorCodes.ToolNotFound, ToolHarness.Code(await harness.InvokeAsync(tool: "t.two")));
        Assert.Equal(ErrorCodes.ToolNotAllowed, ToolHarness.Code(await harness.InvokeAsync(tool: "t.*")));
        Assert.Empty(harness.Server.Calls);
    }

    [Theory]
    [InlineData(OperatingState.Suspended)]
    [InlineData(OperatingState.Killed)]
    public async Task State_ToolOrAgentOutOfService_IsRefused(OperatingState state)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/");
        var tool = harness.View.Tools["t.one"].Spec;

        harness.View.With("t.one", tool, GatewayHarness.State(state));
        Assert.Equal(ErrorCodes.Suspended, ToolHarness.Code(await harness.InvokeAsync()));
        harness.View.With("t.one", tool).With("a", new AgentSpec { Tools = ["t.*"] }, GatewayHarness.State(state));
        Assert.Equal(ErrorCodes.Suspended, ToolHarness.Code(await harness.InvokeAsync()));
        Assert.Empty(harness.Server.Calls);
    }

    [Fact]
    public async Task Pin_ToolChangedSince_IsRefused()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/", etag: "now");

        Assert.Equal(ErrorCodes.ToolChanged, ToolHarness.Code(await harness.SendAsync(await harness.CallAsync() with { PinnedTool = "then" })));
        ToolHarness.Result(await harness.SendAsync(await harness.CallAsync() with { PinnedTool = "now" }));
    }

    [Fact]
    public async Task Pin_OnlyTheStateOfTheToolChangedSince_Holds()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/", etag: "lifted");
        harness.View.With(harness.View.Tools["t.one"] with { SpecETag = "then" });

        ToolHarness.Result(await harness.SendAsync(await harness.CallAsync() with { PinnedTool = "then" }));
        Assert.Equal(ErrorCodes.ToolChanged, ToolHarness.Code(await harness.SendAsync(await harness.CallAsync(key: "k2") with { PinnedTool = "before" })));
    }

    [Theory]
    [InlineData(404, "application/json", """{"error":"none"}""", """{"error":"none"}""")]
    [InlineData(500, "text/plain", "went \"wrong\"", "\"went \\\"wrong\\\"\"")]
    [InlineData(200, "application/json", "{broken", "\"{broken\"")]
    [InlineData(204, null, "", "null")]
    [InlineData(200, "application/problem+json", "[1,2]", "[1,2]")]
    public async Task Answer_AnyStatusAndForm_IsAResult(int status, string? mediaType, string body, string content)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/");
        harness.Server.Handler = async (context, _) =>
        {
            context.Response.StatusCode = status;
            if (mediaType is null) return;
            context.Response.ContentType = mediaType;
            await context.Response.WriteAsync(body);
        };

        var result = ToolHarness.Result(await harness.InvokeAsync());

        Assert.Equal((status >= 400, status, content), (result.IsError, result.Status!.Value, result.Content.GetRawText()));
    }

    [Fact]
    public async Task BuiltIn_TimeNow_AnswersInTheZone()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));
        await using var harness = await ToolHarness.StartAsync(time);
        harness.View.With("t.time", new ToolSpec { Type = ToolSpec.BuiltIn, BuiltInName = "time.now" });

        var result = ToolHarness.Result(await harness.InvokeAsync("""{"timeZone":"Europe/Berlin"}""", tool: "t.time"));
        var wrong = ToolHarness.Result(await harness.InvokeAsync("""{"timeZone":"Mars/Olympus"}""", key: "k2", tool: "t.time"));

        Assert.Equal((null, "2026-07-01T14:00:00+02:00"), (result.Status, result.Content.GetProperty("local").GetString()));
        Assert.True(wrong.IsError);
        Assert.Equal(ErrorCodes.InvalidRequest, ToolHarness.Code(await harness.InvokeAsync("""{"zone":"x"}""", key: "k3", tool: "t.time")));
    }

    [Fact]
    public async Task BuiltIn_NotRegistered_IsRefused()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.View.With("t.absent", new ToolSpec { Type = ToolSpec.BuiltIn });

        Assert.Equal(ErrorCodes.UpstreamError, ToolHarness.Code(await harness.InvokeAsync(tool: "t.absent")));
    }
}
