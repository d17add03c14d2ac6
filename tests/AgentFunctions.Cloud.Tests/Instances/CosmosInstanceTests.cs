using System.Net;
using System.Text.Json;
using AgentFunctions.Cloud.Payloads;
using AgentFunctions.Cloud.Tests.Hosting;
using AgentFunctions.Core.Payloads;
using AgentFunctions.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Cloud.Tests.Instances;

/// <summary>Two instances on one account: what one does the other goes by. No file is shared, and no memory.</summary>
[Collection(AzuriteGroup.Name)]
public sealed class CosmosInstanceTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Chat = """{"model":"chat","messages":[{"role":"user","content":"Say hello"}],"max_tokens":20}""";
    private CosmosWorld _world = null!;
    private CosmosInstance _first = null!;
    private CosmosInstance _second = null!;

    public async Task InitializeAsync()
    {
        _world = await CosmosWorld.StartAsync(azurite.ConnectionString, static world => Manifest(world.Tools.Url));

        // At once, as a deployment starts them: both apply the same manifests.
        var instances = await Task.WhenAll(_world.AddAsync(), _world.AddAsync());
        (_first, _second) = (instances[0], instances[1]);
    }

    public async Task DisposeAsync()
    {
        await _second.DisposeAsync();
        await _first.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Chat_OnEitherInstance_MovesOneBudgetUntilItIsUsedUp()
    {
        var key = await _first.KeyAsync("""{"agent":"demo"}""");
        Assert.Equal("assistant", (await _second.MustAsync(HttpMethod.Post, "/v1/chat/completions", Chat, key)).GetProperty("choices")[0].GetProperty("message").GetProperty("role").GetString());

        var spent = decimal.Parse((await StateAsync(_first, "spend")).GetProperty("settled").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(spent > 0, "The call was charged.");
        await _first.MustAsync(HttpMethod.Post, "/v1/chat/completions", Chat, key);
        var refused = await _second.PostAsync("/v1/chat/completions", Chat, key);

        Assert.Equal((HttpStatusCode.PaymentRequired, "budget_exhausted"), (refused.Status, refused.Json.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal(2, (await StateAsync(_second, "calls")).GetProperty("settled").GetInt64());
    }

    [Fact]
    public async Task Usage_SettledOnBothInstances_IsFoldedOnceByEither()
    {
        var key = await _first.KeyAsync("""{"agent":"demo"}""");
        foreach (var instance in (CosmosInstance[])[_first, _second]) await instance.MustAsync(HttpMethod.Post, "/v1/chat/completions", Chat, key);

        await TestWait.UntilAsync(async () => Requests(await _second.MustAsync(HttpMethod.Get, "/api/usage?by=agent")) == 2, "both calls are in the usage");
        Assert.Empty((await _first.MustAsync(HttpMethod.Get, "/api/usage/reconciliation")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Key_RevokedOnOneInstance_IsRefusedByTheOther()
    {
        var key = await _first.KeyAsync("""{"agent":"demo","id":"k1"}""");
        await _second.MustAsync(HttpMethod.Get, "/v1/models", key: key);

        await _first.MustAsync(HttpMethod.Post, "/api/keys/k1/revoke", "{}");

        await TestWait.UntilAsync(async () => (await _second.SendAsync(HttpMethod.Get, "/v1/models", key: key)).Status == HttpStatusCode.Unauthorized, "the key is refused");
    }

    [Fact]
    public async Task Memory_WrittenOnOneInstance_IsFoundByTheOther()
    {
        var key = await _first.KeyAsync("""{"agent":"demo"}""");
        var written = await _first.MustAsync(HttpMethod.Post, "/api/memory", """{"items":[{"text":"Kim ordered a desk lamp in March.","kind":"episodic","speaker":"Kim"},{"text":"The office has a garden.","kind":"episodic"}]}""", key);

        var found = await _second.MustAsync(HttpMethod.Post, "/api/memory/search", """{"query":"Who ordered a lamp?","top":1}""", key);

        Assert.Equal(written.GetProperty("results")[0].GetProperty("id").GetString(), found.GetProperty("hits")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Approval_AskedOnOneInstance_IsDecidedOnTheOtherAndServesOnce()
    {
        var agent = await _first.KeyAsync("""{"agent":"demo"}""");
        var approver = await _first.KeyAsync("""{"principal":"zoe"}""");
        var asked = await _first.PostAsync("/api/tools/refunds.create/invoke", """{"arguments":{"id":"7"}}""", agent);
        Assert.Equal(HttpStatusCode.Accepted, asked.Status);
        var (id, digest) = (asked.Json.GetProperty("approval").GetProperty("id").GetString(), asked.Json.GetProperty("approval").GetProperty("digest").GetString());
        var body = $$"""{"arguments":{"id":"7"},"approvalId":"{{id}}"}""";
        Assert.Equal(HttpStatusCode.Accepted, (await _second.PostAsync("/api/tools/refunds.create/invoke", body, agent)).Status);

        await _second.MustAsync(HttpMethod.Post, $"/api/approvals/{id}", $$"""{"decision":"approve","digest":"{{digest}}"}""", approver);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? _first : _second).PostAsync("/api/tools/refunds.create/invoke", body, agent)));

        Assert.Contains(answers, static answer => answer.Status == HttpStatusCode.OK);
        Assert.Single(_world.Tools.Calls);
    }

    [Fact]
    public async Task Secrets_AreSetInTheVaultAndPayloadsAreBlobs()
    {
        var refused = await _first.SendAsync(HttpMethod.Put, "/api/secrets/up", """{"value":"v","hosts":["api.example.com"]}""");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.Status);
        Assert.Contains("vault", refused.Json.GetProperty("detail").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.IsType<BlobPayloadStore>(_first.Services.GetRequiredService<IPayloadStore>());
    }

    private static async Task<JsonElement> StateAsync(CosmosInstance instance, string quota) => await instance.MustAsync(HttpMethod.Get, $"/api/quotas/{quota}/state");

    private static long Requests(JsonElement usage) => usage.GetProperty("items").EnumerateArray().Sum(static row => row.GetProperty("requests").GetInt64());

    private static string Manifest(string tools) =>
        $$$$"""
        {"items":[
          {"apiVersion":"agentfunctions/v1","kind":"providers","id":"sim","spec":{"type":"simulated"}},
          {"apiVersion":"agentfunctions/v1","kind":"prices","id":"sim","spec":{"match":"sim-small","input":"3","output":"15"}},
          {"apiVersion":"agentfunctions/v1","kind":"models","id":"chat","spec":{"targets":[{"provider":"sim","deployment":"sim-small"}]}},
          {"apiVersion":"agentfunctions/v1","kind":"tools","id":"refunds.create","spec":{"type":"http","inputSchema":{"type":"object","properties":{"id":{"type":"string"}},"required":["id"]},"request":{"method":"POST","url":"{{{{tools}}}}/refunds"},"sideEffect":"irreversible"}},
          {"apiVersion":"agentfunctions/v1","kind":"principals","id":"zoe","spec":{"type":"approver"}},
          {"apiVersion":"agentfunctions/v1","kind":"agents","id":"demo","spec":{"models":["chat"],"tools":["refunds.*"]}},
          {"apiVersion":"agentfunctions/v1","kind":"quotas","id":"spend","spec":{"scope":"agents/demo","unit":"usd","window":"total","amount":"1"}},
          {"apiVersion":"agentfunctions/v1","kind":"quotas","id":"calls","spec":{"scope":"agents/demo","unit":"requests","window":"total","amount":"2"}}
        ]}
        """;
}
