namespace AgentFunctions.Http.Tests.Entra;

/// <summary>An application of Entra ID is the agent that lists it, for as long as that agent is in service.</summary>
public sealed class EntraWorkloadTests
{
    [Fact]
    public async Task Workload_OfAnAgent_CallsAsThatAgentAndNothingElse()
    {
        await using var app = await (await EntraApp.StartAsync()).WithAgentAsync();
        var token = app.Directory.Sign(app.Directory.AppClaims(app.Now));

        Assert.Equal(200, (int)(await app.CallAsync(token)).Status);
        Assert.Equal(403, await app.ReadAsync(token));
        Assert.Equal(403, (int)(await app.CallAsync(token, ("x-agent-id", "other"))).Status);
    }

    [Fact]
    public async Task Workload_ByItsApiKeyHeader_CallsToo()
    {
        await using var app = await (await EntraApp.StartAsync()).WithAgentAsync();
        using var client = new HttpClient { BaseAddress = app.Control.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Add("api-key", app.Directory.Sign(app.Directory.AppClaims(app.Now)));

        Assert.Equal(200, (int)(await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Workload_OfNoAgent_IsToldWhatToDo()
    {
        await using var app = await EntraApp.StartAsync();
        await app.Control.DeclareDemoAsync();

        var answer = await app.CallAsync(app.Directory.Sign(app.Directory.AppClaims(app.Now)));

        Assert.Equal(403, (int)answer.Status);
        Assert.Contains("spec.workloads", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workload_AddedAndTakenAway_CountsAtOnce()
    {
        await using var app = await (await EntraApp.StartAsync()).WithAgentAsync();
        var token = app.Directory.Sign(app.Directory.AppClaims(app.Now));
        Assert.Equal(200, (int)(await app.CallAsync(token)).Status);

        await app.PutAgentAsync("demo", """{"models":["sim-small"]}""");
        Assert.Equal(403, (int)(await app.CallAsync(token)).Status);

        await app.WithWorkloadAsync("demo");
        Assert.Equal(200, (int)(await app.CallAsync(token)).Status);
    }

    [Theory]
    [InlineData("agents/demo")]
    [InlineData("tenants/default")]
    public async Task Workload_OfAnAgentOutOfService_IsRefused(string suspended)
    {
        await using var app = await (await EntraApp.StartAsync()).WithAgentAsync();
        var token = app.Directory.Sign(app.Directory.AppClaims(app.Now));
        Assert.Equal(200, (int)(await app.CallAsync(token)).Status);
        Assert.Equal(200, (int)(await app.Control.SendAsync(HttpMethod.Put, $"/api/{suspended}/state", """{"state":"suspended","reason":"a test"}""")).Status);

        var answer = await app.CallAsync(token);

        Assert.Equal(403, (int)answer.Status);
        Assert.Contains("\"suspended\"", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workload_OfADeletedAgent_IsRefused()
    {
        await using var app = await (await EntraApp.StartAsync()).WithAgentAsync();
        var token = app.Directory.Sign(app.Directory.AppClaims(app.Now));
        Assert.Equal(200, (int)(await app.CallAsync(token)).Status);
        Assert.Equal(204, (int)(await app.Control.SendAsync(HttpMethod.Delete, "/api/agents/demo")).Status);

        Assert.Equal(403, (int)(await app.CallAsync(token)).Status);
    }

    [Fact]
    public async Task Workload_OfSeveralAgents_NamesOne()
    {
        await using var app = await (await EntraApp.StartAsync()).WithAgentAsync();
        await app.WithWorkloadAsync("second");
        var token = app.Directory.Sign(app.Directory.AppClaims(app.Now));

        var unnamed = await app.CallAsync(token);
        Assert.Equal(400, (int)unnamed.Status);
        Assert.Contains("x-agent-id", unnamed.Text, StringComparison.Ordinal);
        Assert.Equal(200, (int)(await app.CallAsync(token, ("x-agent-id", "second"))).Status);
    }

    [Fact]
    public async Task PersonsToken_ByTheWorkloadsApplication_IsNotTheWorkload()
    {
        await using var app = await (await EntraApp.StartAsync()).WithAgentAsync();
        var claims = app.Directory.PersonClaims(app.Now);
        claims["azp"] = EntraDirectory.Workload;

        Assert.Equal(403, (int)(await app.CallAsync(app.Directory.Sign(claims))).Status);
    }

    [Fact]
    public async Task OtherDirectory_Listed_IsForWorkloadsAndGivesNoRoles()
    {
        await using var app = await (await EntraApp.StartAsync(static options => options.WorkloadTenants.Add(EntraDirectory.OtherTenant))).WithAgentAsync(tenant: EntraDirectory.OtherTenant);

        Assert.Equal(200, (int)(await app.CallAsync(app.Directory.Sign(app.Directory.AppClaims(app.Now, EntraDirectory.OtherTenant, "Operator")))).Status);
        Assert.Equal(403, await app.ReadAsync(app.Directory.Sign(app.Directory.AppClaims(app.Now, EntraDirectory.OtherTenant, "Operator"))));
        Assert.Equal(403, (int)(await app.CallAsync(app.Directory.Sign(app.Directory.AppClaims(app.Now)))).Status);
    }

    [Fact]
    public async Task Application_WithARole_IsAnOperatorAndNamesTheAgentItActsAs()
    {
        await using var app = await (await EntraApp.StartAsync()).WithAgentAsync();
        var token = app.Directory.Sign(app.Directory.AppClaims(app.Now, roles: "Operator"));

        Assert.Equal(200, await app.ReadAsync(token));
        Assert.Equal(200, (int)(await app.CallAsync(token, ("x-agent-id", "demo"))).Status);
    }

    [Theory]
    [InlineData("""{"workloads":[{"tenantId":"common","clientId":"44444444-4444-4444-4444-444444444444"}]}""", "spec.workloads[0].tenantId")]
    [InlineData("""{"workloads":[{"tenantId":"44444444-4444-4444-4444-444444444444"}]}""", "spec.workloads[0].clientId")]
    public async Task Agent_WithAWrongWorkload_IsRefusedByName(string spec, string path)
    {
        await using var app = await EntraApp.StartAsync();

        var answer = await app.Control.PutSpecAsync("agents", "demo", spec);

        Assert.Equal(400, (int)answer.Status);
        Assert.Contains(path, answer.Text, StringComparison.Ordinal);
    }
}
