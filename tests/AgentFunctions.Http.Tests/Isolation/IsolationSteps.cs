using System.Globalization;

namespace AgentFunctions.Http.Tests.Isolation;

/// <summary>Makes sequences of requests from a seed: reads, writes and mistakes, four in ten of them about ids of another tenant.</summary>
internal sealed class IsolationSteps(int seed)
{
    private static readonly string[] Kinds = ["teams", "principals", "providers", "models", "agents", "notifications", "keys"];
    private static readonly string[] Stateful = ["teams", "agents", "keys", "models", "providers"];
    private readonly Random _random = new(seed);

    public IReadOnlyList<IsolationStep> Make(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    private IsolationStep Next()
    {
        var tenant = Pick(IsolationWorld.TenantIds);
        var (method, path, body) = Request(tenant);
        var asTenant = _random.Next(20) == 0 ? Pick(IsolationWorld.TenantIds) : null;
        return new IsolationStep(tenant, _random.Next(IsolationWorld.KeysOfATenant), method, path, body, asTenant);
    }

    private (string Method, string Path, string? Body) Request(string tenant)
    {
        var kind = Pick(Kinds);
        return _random.Next(26) switch
        {
            0 => ("GET", $"/api/{kind}?limit={_random.Next(1, 4)}", null),
            1 => ("GET", $"/api/{kind}", null),
            2 or 3 => ("GET", $"/api/{kind}/{Id(tenant, kind)}", null),
            4 => ("GET", $"/api/{kind}/{Id(tenant, kind)}/versions", null),
            5 => ("GET", $"/api/{Pick(Stateful)}/{Id(tenant, kind)}/state", null),
            6 => ("GET", Pick("/api/changes", "/api/resources", "/api/inventory", "/api/access-review", "/api/secrets", "/api/tenants", "/v1/models", "/api/access-review?format=csv"), null),
            7 => ("GET", $"/api/{Pick("keys", "agents")}/{Id(tenant, kind)}/activity", null),
            8 => ("GET", $"/api/secrets/{Id(tenant, "secrets")}", null),
            9 => ("GET", $"/api/tenants/{Pick(IsolationWorld.TenantIds)}", null),
            10 or 11 => ("PUT", $"/api/agents/{Id(tenant, "agents")}", Spec(Agent(tenant))),
            12 => ("PUT", $"/api/teams/{Id(tenant, "teams")}", Spec($$"""{"models":["{{Id(tenant, "models")}}"]}""")),
            13 => ("PUT", $"/api/models/{Id(tenant, "models")}", Spec($$"""{"targets":[{"provider":"{{Id(tenant, "providers")}}"}]}""")),
            14 => ("PUT", $"/api/notifications/{Id(tenant, "notifications")}", Spec($$"""{"channel":"webhook","to":"https://a.example/h","events":["*"],"team":"{{Id(tenant, "teams")}}","secretRef":"{{Id(tenant, "secrets")}}"}""")),
            15 => ("PUT", $"/api/keys/{Id(tenant, "keys")}", Spec($$"""{"agent":"{{Id(tenant, "agents")}}"}""")),
            16 => ("DELETE", $"/api/{kind}/{Id(tenant, kind)}", null),
            17 => ("POST", "/api/keys", $$"""{"agent":"{{Id(tenant, "agents")}}","id":"{{Id(tenant, "keys")}}"}"""),
            18 => ("POST", $"/api/keys/{Id(tenant, "keys")}/{Pick("rotate", "revoke")}", "{}"),
            19 => ("POST", "/api/keys/lookup", $$$"""{"key":"{key:{{{Tenant(tenant)}}}:{{{_random.Next(IsolationWorld.KeysOfATenant)}}}}"}"""),
            20 => ("PUT", $"/api/{Pick(Stateful)}/{Id(tenant, kind)}/state", $$"""{"state":"{{Pick("suspended", "active", "throttled")}}","reason":"r"}"""),
            21 => ("POST", $"/api/{kind}/{Id(tenant, kind)}/restore", """{"version":1}"""),
            22 => ("PUT", $"/api/resources?managedBy={Pick("one", "two")}&prune={Pick("true", "false")}&dryRun={Pick("true", "false")}", Set(tenant)),
            23 => (Pick("PUT", "DELETE"), $"/api/secrets/{Id(tenant, "secrets")}", $$"""{"value":"v","hosts":["a.example"],"team":"{{Id(tenant, "teams")}}"}"""),
            24 => ("POST", $"/api/notifications/{Id(tenant, "notifications")}/test", null),
            _ => ("POST", "/v1/chat/completions", $$"""{"model":"{{Id(tenant, "models")}}","messages":[{"role":"user","content":"Hi"}]}"""),
        };
    }

    private string Set(string tenant) =>
        $$$"""{"items":[{"kind":"agents","id":"{{{Id(tenant, "agents")}}}","spec":{{{Agent(tenant)}}} },{"kind":"teams","id":"{{{Id(tenant, "teams")}}}","spec":{"contacts":["c{{{_random.Next(3)}}}"]}}]}""";

    private string Agent(string tenant) => $$"""{"team":"{{Id(tenant, "teams")}}","models":["{{Id(tenant, "models")}}"],"owner":"o{{_random.Next(3)}}"}""";

    private string Id(string tenant, string kind) => IsolationWorld.Id(Tenant(tenant), Pick(IsolationWorld.Teams), kind, _random.Next(2).ToString(CultureInfo.InvariantCulture));

    private string Tenant(string own) => _random.Next(10) < 6 ? own : Pick(IsolationWorld.TenantIds);

    private string Pick(params IReadOnlyList<string> from) => from[_random.Next(from.Count)];

    private static string Spec(string spec) => $$"""{"spec":{{spec}}}""";
}
