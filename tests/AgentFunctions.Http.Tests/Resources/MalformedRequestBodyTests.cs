using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace AgentFunctions.Http.Tests.Resources;

/// <summary>The same for bodies that are no resources: keys, secrets, states, restores, sets in JSON and YAML.</summary>
public sealed class MalformedRequestBodyTests
{
    private const string Keys = "POST /api/keys";
    private const string Rotate = "POST /api/keys/k/rotate";
    private const string Lookup = "POST /api/keys/lookup";
    private const string Secret = "PUT /api/secrets/x";
    private const string State = "PUT /api/agents/demo/state";
    private const string Restore = "POST /api/agents/demo/restore";
    private const string Set = "PUT /api/resources";

    /// <summary>Route, body, path of the finding, words of the cure.</summary>
    public static TheoryData<string, string, string, string> Rows => new()
    {
        { Keys, "{", "$", "not valid JSON" },
        { Keys, "[]", "$", "must be an object" },
        { Keys, "{}", "agent", "is required, unless principal" },
        { Keys, """{"agent":"demo","principal":"ops"}""", "$", "not both" },
        { Keys, """{"agent":"nobody"}""", "agent", "create it first" },
        { Keys, """{"principal":"nobody"}""", "principal", "create it first" },
        { Keys, """{"agent":5}""", "agent", "must be a string" },
        { Keys, """{"agent":"a b"}""", "agent", "does not match" },
        { Keys, """{"agents":"demo"}""", "agents", "did you mean 'agent'" },
        { Keys, """{"agent":"demo","key":"PASTED"}""", "key", "unknown field" },
        { Keys, """{"agent":"demo","secret":"PASTED"}""", "secret", "unknown field" },
        { Keys, """{"agent":"demo","id":"a.b"}""", "id", "does not match" },
        { Keys, """{"agent":"demo","id":"PASTED/"}""", "id", "does not match" },
        { Keys, """{"agent":"demo","expiresAt":"tomorrow"}""", "expiresAt", "RFC 3339" },
        { Keys, """{"agent":"demo","expiresAt":"2020-01-01T00:00:00Z"}""", "expiresAt", "past" },
        { Keys, """{"agent":"demo","expiresAt":"2026-02-31T00:00:00Z"}""", "expiresAt", "date" },
        { Keys, """{"agent":"demo","models":"*"}""", "models", "must be an array" },
        { Keys, """{"agent":"demo","models":[]}""", "models", "leave it out" },
        { Keys, """{"agent":"demo","models":["*a"]}""", "models[0]", "followed by *" },
        { Keys, """{"agent":"demo","models":["a","a"]}""", "models[1]", "repeats" },
        { Keys, """{"agent":"demo","sources":["10.0.0.1/8"]}""", "sources[0]", "no bits set" },
        { Keys, """{"agent":"demo","sources":["PASTED"]}""", "sources[0]", "CIDR" },
        { Keys, """{"agent":"demo","agent":"demo"}""", "agent", "twice" },

        { Rotate, """{"overlap":"1h"}""", "overlap", "hh:mm:ss" },
        { Rotate, """{"overlap":3600}""", "overlap", "must be a string" },
        { Rotate, """{"overlap":"31.00:00:00"}""", "overlap", "30.00:00:00" },
        { Rotate, """{"secret":"PASTED"}""", "secret", "unknown field" },
        { Lookup, "{}", "key", "is required" },
        { Lookup, """{"key":""}""", "key", "must not be empty" },
        { Lookup, """{"key":["PASTED"]}""", "key", "must be a string" },
        { Lookup, """{"keys":"PASTED"}""", "keys", "did you mean 'key'" },

        { Secret, "", "$", "not valid JSON" },
        { Secret, "\"PASTED\"", "$", "must be an object" },
        { Secret, """{"value":"PASTED}""", "$", "not valid JSON" },
        { Secret, """{"hosts":["a.example"]}""", "value", "is required" },
        { Secret, """{"value":"PASTED"}""", "hosts", "is required" },
        { Secret, """{"value":"PASTED","hosts":[]}""", "hosts", "at least 1" },
        { Secret, """{"value":"PASTED","hosts":"a.example"}""", "hosts", "must be an array" },
        { Secret, """{"value":"PASTED","hosts":["https://a.example/PASTED"]}""", "hosts[0]", "api.openai.com" },
        { Secret, """{"value":"PASTED","hosts":["a.example","a.example"]}""", "hosts[1]", "repeats" },
        { Secret, """{"value":"","hosts":["a.example"]}""", "value", "must not be empty" },
        { Secret, """{"value":["PASTED"],"hosts":["a.example"]}""", "value", "must be a string" },
        { Secret, """{"value":"PASTED\nPASTED","hosts":["a.example"]}""", "value", "printable ASCII" },
        { Secret, """{"value":"PASTED","hosts":["a.example"],"team":"nobody"}""", "team", "create it first" },
        { Secret, """{"value":"PASTED","hosts":["a.example"],"team":7}""", "team", "must be a string" },
        { Secret, """{"value":"PASTED","hosts":["a.example"],"overlap":"PASTED"}""", "overlap", "hh:mm:ss" },
        { Secret, """{"value":"PASTED","hosts":["a.example"],"overlap":"31.00:00:00"}""", "overlap", "30.00:00:00" },
        { Secret, """{"value":"PASTED","hosts":["a.example"],"previous":"PASTED"}""", "previous", "unknown field" },
        { "PUT /api/secrets/PASTED.x", """{"value":"v","hosts":["a.example"]}""", "name", "must match" },

        { State, "{}", "state", "is required" },
        { State, """{"state":"dead","reason":"r"}""", "state", "active, throttled, suspended, killed" },
        { State, """{"state":"killed"}""", "reason", "required" },
        { State, """{"state":"killed","reason":"  "}""", "reason", "required" },
        { State, """{"state":"killed","reason":5}""", "reason", "must be a string" },
        { State, """{"state":"killed","reason":"r","until":"soon"}""", "until", "RFC 3339" },
        { State, """{"state":"killed","reason":"r","until":"2020-01-01T00:00:00Z"}""", "until", "past" },
        { State, """{"state":"active","until":"2030-01-01T00:00:00Z"}""", "until", "leave until out" },
        { State, """{"state":"killed","reason":"r","by":"me"}""", "by", "unknown field" },
        { Restore, "{}", "version", "is required" },
        { Restore, """{"version":"1"}""", "version", "must be an integer" },
        { Restore, """{"version":0}""", "version", "at least 1" },
        { "POST /api/providers/sim/test", """{"deployment":""}""", "deployment", "must not be empty" },

        { Set, "{}", "items", "is required" },
        { Set, """{"items":[{"kind":"tenants","id":"t","spec":{}}]}""", "items[0].kind", "PUT /api/tenants" },
        { Set, """{"items":[{"kind":"agents","id":"a","spec":{"team":"nobody"}}]}""", "items[0].spec.team", "create it first" },
        { Set, """{"items":[{"kind":"agents","id":"a"}]}""", "items[0].spec", "is required" },
        { Set, """{"items":[{"kind":"keys","id":"k","spec":{"agent":"demo","secret":"PASTED"}}]}""", "items[0].spec.secret", "unknown field" },
        { Set, """{"items":[{"kind":"providers","id":"p","spec":{"type":"openai","endpoint":"https://u:PASTED@a.example/v1"}}]}""", "items[0].spec.endpoint", "secretRef" },
        { Set, """{"items":[{"kind":"providers","id":"p","spec":{"type":"openai","endpoint":"https://a.example/v1","headers":{"x-api-key":"PASTED"}}}]}""", "items[0].spec.headers.x-api-key", "secret" },
        { Set, """{"items":[{"kind":"secrets","id":"s","spec":{"value":"PASTED"}}]}""", "items[0].kind", "must be one of" },
        { Set, """{"items":[{"kind":"teams","id":"t","spec":{}},{"kind":"teams","id":"t","spec":{}}]}""", "items[1].id", "keep one" },
        { Set + "?prune=true", """{"items":[]}""", "managedBy", "needs managedBy" },
        { Set + "?dryRun=yes", """{"items":[]}""", "dryRun", "true or false" },
    };

    /// <summary>YAML, path of the finding, words of the cure.</summary>
    public static TheoryData<string, string, string> YamlRows => new()
    {
        { "- PASTED", "items[0]", "must be a resource" },
        { "kind: agents\nid: a\nspec: {team: nobody}", "items[0].spec.team", "create it first" },
        { "kind: agents\nid: a\nspec: {}\n---\nkind: agent\nid: b\nspec: {}", "items[1].kind", "must be one of" },
        { "kind: providers\nid: p\nspec:\n  type: openai\n  endpoint: https://a.example/v1\n  credential: {apiKey: PASTED}", "items[0].spec.credential.apiKey", "known are secretRef" },
        { "kind: agents\nid: a\nspec: {models: *nowhere}", "spec.models", "line 3" },
        { "kind: agents\nkind: models\nid: a\nspec: {}", "kind", "line 2" },
        { "kind: agents\n\tid: a", "$", "line 2" },
        { "kind: keys\nid: k\nspec: {agent: demo, secret: PASTED}", "items[0].spec.secret", "unknown field" },
        { "kind: agents\nid: a\nspec: {limits: {steps: many}}", "items[0].spec.limits.steps", "must be an integer" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Send_Malformed_Is400WithPathAndCure(string route, string body, string path, string cure) => CheckAsync(route, body, "application/json", path, cure);

    [Theory]
    [MemberData(nameof(YamlRows))]
    public Task Send_MalformedYaml_Is400WithPathAndCure(string body, string path, string cure) => CheckAsync(Set, body, "application/yaml", path, cure);

    private static async Task CheckAsync(string route, string body, string type, string path, string cure)
    {
        await using var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();
        await app.IssueKeyAsync(id: "k");
        var before = (await app.GetAsync("/api/changes")).Text;
        var (method, address) = route.Split(' ') is [var first, var second] ? (first, second) : throw new ArgumentException(route);

        using var content = new StringContent(body.Replace("PASTED", MalformedResource.Pasted, StringComparison.Ordinal), Encoding.UTF8, new MediaTypeHeaderValue(type));
        var answer = await app.SendContentAsync(new HttpMethod(method), address.Replace("PASTED", MalformedResource.Pasted, StringComparison.Ordinal), content);

        Assert.True((answer.Status, answer.MediaType) == (HttpStatusCode.BadRequest, "application/problem+json"), answer.Text);
        var message = answer.Json.TryGetProperty("errors", out var errors)
            ? Assert.Single(errors.EnumerateArray(), e => e.GetProperty("path").GetString() == path).GetProperty("message").GetString()
            : answer.Json.GetProperty("param").GetString() == path ? answer.Json.GetProperty("detail").GetString() : "another path: " + answer.Text;
        Assert.Contains(cure, message, StringComparison.Ordinal);
        Assert.DoesNotContain(MalformedResource.Pasted, answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
        Assert.Equal(before, (await app.GetAsync("/api/changes")).Text);
    }
}
