using System.Net;
using AgentFunctions.Http.Tests.Resources;

namespace AgentFunctions.Http.Tests.Tools;

/// <summary><c>POST /api/tools/{id}/invoke</c>.</summary>
public sealed class ToolInvokeTests
{
    private const string Order = """{"arguments":{"id":"7"}}""";

    [Fact]
    public async Task Invoke_Allowed_AnswersResultWithLabel()
    {
        await using var app = await ToolsApp.StartAsync();

        var answer = await app.InvokeAsync("orders.get", Order);

        Assert.Equal(
            (HttpStatusCode.OK, """{"result":{"ok":true},"isError":false,"status":200,"label":{"integrity":"untrusted","confidentiality":"internal"},"repeat":false}"""), (answer.Status, answer.Text));
        Assert.Equal("/orders/7", Assert.Single(app.Server.Calls).Target);
    }

    [Fact]
    public async Task Invoke_IdempotencyKey_ExecutesOnceAndIsOfTheAgentAlone()
    {
        await using var app = await ToolsApp.StartAsync();
        await app.PutAsync("agents", "other", """{"tools":["notify.send"]}""");
        app.Control.Time.Advance(TimeSpan.FromSeconds(3));

        var first = await app.InvokeAsync("notify.send", Order, null, ("Idempotency-Key", "mine"));
        var second = await app.InvokeAsync("notify.send", Order, null, ("Idempotency-Key", "mine"));
        var others = await app.InvokeAsync("notify.send", Order, app.OtherKey, ("Idempotency-Key", "mine"));
        var mismatch = await app.InvokeAsync("notify.send", """{"arguments":{"id":"8"}}""", null, ("Idempotency-Key", "mine"));

        Assert.Equal((false, true, false), (Repeat(first), Repeat(second), Repeat(others)));
        Assert.Equal((HttpStatusCode.Conflict, "idempotency_mismatch"), (mismatch.Status, mismatch.Code));
        Assert.Equal(2, app.Server.Calls.Select(static c => c.IdempotencyKey).Distinct().Count());
        Assert.Equal(2, app.Server.Calls.Count);
    }

    [Fact]
    public async Task Invoke_NeedsApproval_Is202AndExecutesOnceAfterIt()
    {
        await using var app = await ToolsApp.StartAsync();

        var asked = await app.InvokeAsync("refunds.create", """{"arguments":{"id":"7","amount":5}}""");
        var approval = asked.Json.GetProperty("approval");
        var id = approval.GetProperty("id").GetString()!;
        Assert.Equal((HttpStatusCode.Accepted, "action", "pending"), (asked.Status, approval.GetProperty("kind").GetString(), approval.GetProperty("status").GetString()));
        Assert.Equal(HttpStatusCode.Accepted, (await app.InvokeAsync("refunds.create", $$$"""{"arguments":{"id":"7","amount":5},"approvalId":"{{{id}}}"}""")).Status);
        Assert.Empty(app.Server.Calls);

        app.Approvals.Approve(id);
        Assert.Equal("approval_stale", (await app.InvokeAsync("refunds.create", $$$"""{"arguments":{"id":"7","amount":50},"approvalId":"{{{id}}}"}""")).Code);
        var done = await app.InvokeAsync("refunds.create", $$$"""{"arguments":{"id":"7","amount":5},"approvalId":"{{{id}}}"}""");
        var again = await app.InvokeAsync("refunds.create", $$$"""{"arguments":{"id":"7","amount":5},"approvalId":"{{{id}}}"}""");
        var other = await app.InvokeAsync("refunds.create", $$$"""{"arguments":{"id":"7","amount":5},"approvalId":"{{{id}}}"}""", null, ("Idempotency-Key", "another"));

        Assert.Equal((false, true), (Repeat(done), Repeat(again)));
        Assert.Equal((HttpStatusCode.Conflict, "approval_used"), (other.Status, other.Code));
        Assert.Single(app.Server.Calls);
    }

    [Fact]
    public async Task Invoke_OutcomeUnknown_Is202WithTheKeyToAskAgain()
    {
        await using var app = await ToolsApp.StartAsync();
        await app.PutAsync("tools", "notify.send", $$$$$$"""{"type":"http","request":{"method":"POST","url":"{{{{{{app.Server.Url}}}}}}/notify"},"inputSchema":{"type":"object","properties":{"id":{"type":"string"}}},"sideEffect":"reversible"}""");
        app.Control.Time.Advance(TimeSpan.FromSeconds(3));
        app.Server.Handler = static (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        var lost = await app.InvokeAsync("notify.send", Order);
        var (id, key) = (lost.Json.GetProperty("approval").GetProperty("id").GetString()!, lost.Json.GetProperty("idempotencyKey").GetString()!);
        Assert.Equal((HttpStatusCode.Accepted, "outcome"), (lost.Status, lost.Json.GetProperty("approval").GetProperty("kind").GetString()));
        app.Approvals.Happened(id, """{"sent":true}""");

        Assert.Equal("""{"sent":true}""", (await app.InvokeAsync("notify.send", Order, null, ("Idempotency-Key", key))).Json.GetProperty("result").GetRawText());
        Assert.Single(app.Server.Calls);
    }

    [Theory]
    [InlineData("orders.get", """{"arguments":{"id":5}}""", 400, "invalid_request", "arguments.id")]
    [InlineData("orders.get", """{"arguments":{}}""", 400, "invalid_request", "arguments.id")]
    [InlineData("orders.get", """{"arguments":{"id":"a","id":"b"}}""", 400, "invalid_request", "arguments.id")]
    [InlineData("orders.get", """{"args":{"id":"a"}}""", 400, "invalid_request", "args")]
    [InlineData("orders.get", """[]""", 400, "invalid_request", "$")]
    [InlineData("notify.gone", """{"arguments":{"id":"a"}}""", 404, "tool_not_found", "tool")]
    [InlineData("other.tool", """{"arguments":{"id":"a"}}""", 403, "tool_not_allowed", "tool")]
    public async Task Invoke_WrongOrNotAllowed_IsRefusedAsAProblem(string tool, string body, int status, string code, string param)
    {
        await using var app = await ToolsApp.StartAsync();

        var answer = await app.InvokeAsync(tool, body);

        Assert.Equal((status, "application/problem+json", code, param), ((int)answer.Status, answer.MediaType, answer.Code, answer.Json.GetProperty("param").GetString()));
        Assert.Empty(app.Server.Calls);
    }

    [Fact]
    public async Task Invoke_OtherAgentOrOperator_ActsWithThatAgentsRights()
    {
        await using var app = await ToolsApp.StartAsync();

        Assert.Equal("tool_not_allowed", (await app.InvokeAsync("orders.get", Order, app.OtherKey)).Code);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.InvokeAsync("orders.get", Order, ControlApp.AdminKey)).Status);
        Assert.Equal("tool_not_allowed", (await app.InvokeAsync("orders.get", Order, ControlApp.AdminKey, ("x-agent-id", "other"))).Code);
        Assert.Equal(HttpStatusCode.OK, (await app.InvokeAsync("orders.get", Order, ControlApp.AdminKey, ("x-agent-id", "demo"))).Status);
        await app.InvokeAsync("refunds.create", Order, ControlApp.AdminKey, ("x-agent-id", "demo"));
        Assert.StartsWith("platform/", Assert.Single(app.Approvals.All).Request.RequestedBy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_Limits_RefuseAndAreInHeaders()
    {
        await using var app = await ToolsApp.StartAsync();
        await app.PutAsync("quotas", "q", """{"scope":"tools/*","unit":"requests","window":"day","amount":"1"}""");
        app.Control.Time.Advance(TimeSpan.FromSeconds(3));

        using var first = await SendAsync(app);
        using var second = await SendAsync(app);

        Assert.Equal(("1", "0"), (first.Headers.GetValues("x-ratelimit-limit-requests").Single(), first.Headers.GetValues("x-ratelimit-remaining-requests").Single()));
        Assert.Equal((HttpStatusCode.PaymentRequired, "0"), (second.StatusCode, second.Headers.GetValues("x-ratelimit-remaining-requests").Single()));
        Assert.Contains("budget_exhausted", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("1", (await app.Control.GetAsync("/api/quotas/q/state?scope=tools/orders.get")).Json.GetProperty("settled").ToString());
    }

    [Fact]
    public async Task Invoke_Run_IsBegunAndClosedToOthers()
    {
        await using var app = await ToolsApp.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await app.InvokeAsync("orders.get", """{"arguments":{"id":"7"},"runId":"r-1"}""")).Status);
        Assert.Equal("demo", (await app.Control.GetAsync("/api/runs/r-1")).Json.GetProperty("agent").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await app.InvokeAsync("orders.get", """{"arguments":{"id":"7"},"runId":"r-1"}""", null, ("x-run-id", "r-2"))).Status);
        await app.Control.SendAsync(HttpMethod.Post, "/api/runs/r-1/complete", """{"outcome":"success"}""", app.Key);
        Assert.Equal("run_closed", (await app.InvokeAsync("orders.get", Order, null, ("x-run-id", "r-1"))).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    public async Task Invoke_KeyThatCannotBeRead_IsRefused(string key)
    {
        await using var app = await ToolsApp.StartAsync();

        Assert.Equal("invalid_request", (await app.InvokeAsync("notify.send", Order, null, ("Idempotency-Key", key))).Code);
        Assert.Empty(app.Server.Calls);
    }

    [Fact]
    public async Task Killed_ToolOfAnOperator_IsRefusedWithItsReason()
    {
        await using var app = await ToolsApp.StartAsync();
        await app.Control.SendAsync(HttpMethod.Put, "/api/tools/orders.get/state", """{"state":"killed","reason":"leaks"}""");
        app.Control.Time.Advance(TimeSpan.FromSeconds(3));

        var answer = await app.InvokeAsync("orders.get", Order);

        Assert.Equal((HttpStatusCode.Forbidden, "suspended"), (answer.Status, answer.Code));
        Assert.Contains("leaks", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_ToolInUse_Is409WithItsReferrers()
    {
        await using var app = await ToolsApp.StartAsync();
        await app.PutAsync("quotas", "q", """{"scope":"tools/refunds.create","unit":"requests","window":"day","amount":"1"}""");

        var answer = await app.Control.SendAsync(HttpMethod.Delete, "/api/tools/refunds.create");

        Assert.Equal((HttpStatusCode.Conflict, "in_use"), (answer.Status, answer.Code));
        Assert.Contains("agents/demo", answer.Text, StringComparison.Ordinal);
        Assert.Contains("quotas/q", answer.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await app.Control.SendAsync(HttpMethod.Delete, "/api/tools/notify.send")).Status);
    }

    [Fact]
    public async Task Tenant_OfAnother_HasItsOwnToolsKeysAndRecords()
    {
        await using var app = await ToolsApp.StartAsync();
        var far = ("x-tenant-id", "far");
        await app.PutAsync("tenants", "far", "{}");
        await app.Control.PutSpecAsync("agents", "demo", """{"tools":["*"]}""", far);
        Assert.Equal("tool_not_found", (await app.InvokeAsync("orders.get", Order, ControlApp.AdminKey, far, ("x-agent-id", "demo"))).Code);
        await app.Control.PutSpecAsync("tools", "notify.send", $$$$$$"""{"type":"http","request":{"method":"POST","url":"{{{{{{app.Server.Url}}}}}}/notify"},"inputSchema":{"type":"object","properties":{"id":{"type":"string"}}},"sideEffect":"reversible","idempotent":true}""", far);
        app.Control.Time.Advance(TimeSpan.FromSeconds(3));

        await app.InvokeAsync("notify.send", Order, null, ("Idempotency-Key", "same"));
        Assert.False(Repeat(await app.InvokeAsync("notify.send", Order, ControlApp.AdminKey, far, ("x-agent-id", "demo"), ("Idempotency-Key", "same"))));
        Assert.Equal(2, app.Server.Calls.Select(static c => c.IdempotencyKey).Distinct().Count());
    }

    private static bool Repeat(ControlApp.Answer answer) => answer.Json.GetProperty("repeat").GetBoolean();

    private static async Task<HttpResponseMessage> SendAsync(ToolsApp app)
    {
        using var client = new HttpClient { BaseAddress = app.Control.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/tools/orders.get/invoke") { Content = new StringContent(Order, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", app.Key);
        return await client.SendAsync(request);
    }
}
