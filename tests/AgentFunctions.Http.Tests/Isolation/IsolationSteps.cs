using System.Globalization;

namespace AgentFunctions.Http.Tests.Isolation;

/// <summary>Makes sequences of requests from a seed: reads, writes and mistakes, one id in ten of another tenant.</summary>
internal sealed class IsolationSteps(int seed)
{
    private static readonly string[] Kinds = ["teams", "principals", "providers", "models", "agents", "agents", "notifications", "keys", "quotas", "tools", "workflows"];
    private static readonly string[] Stateful = ["teams", "agents", "keys", "models", "providers", "tools", "workflows"];
    private readonly Random _random = new(seed);
    private string _team = "red";

    public IReadOnlyList<IsolationStep> Make(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    private IsolationStep Next()
    {
        var tenant = Pick(IsolationWorld.TenantIds);
        var key = _random.Next(IsolationWorld.KeysOfATenant);
        _team = key switch { 0 or 3 => "red", 1 or 4 or 5 => "blue", _ => Pick(IsolationWorld.Teams) };
        var (method, path, body) = Request(tenant);
        var asTenant = _random.Next(20) == 0 ? Pick(IsolationWorld.TenantIds) : null;
        return new IsolationStep(tenant, key, method, path, body, asTenant);
    }

    private (string Method, string Path, string? Body) Request(string tenant)
    {
        var kind = Pick(Kinds);
        var past = Pick(kind, "agents");
        return _random.Next(41) switch
        {
            0 => ("GET", $"/api/{kind}?limit={_random.Next(1, 4)}", null),
            1 => ("GET", $"/api/{kind}", null),
            2 or 3 => ("GET", $"/api/{kind}/{Id(tenant, kind)}", null),
            4 => ("GET", $"/api/{past}/{Id(tenant, past)}/versions", null),
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
            25 => ("GET", $"/api/{past}/{Id(tenant, past)}/versions/{_random.Next(1, 5)}", null),
            26 => ("GET", $"/api/{kind}?limit=1&cursor={{cursor}}", null),
            27 => ("GET", $"/api/{past}/{Id(tenant, past)}/versions?limit=1&cursor={Pick("", "2", "3", "{cursor}")}", null),
            28 => ("GET", Pick("/api/changes?limit=2&cursor={cursor}", "/api/changes?from=3&limit=3", "/api/resources?managedBy=one", "/api/secrets?limit=1&cursor={cursor}", "/api/access-review?limit=1&cursor={cursor}", "/api/inventory?limit=1&cursor={cursor}"), null),
            29 => ("GET", $"/api/notifications/{Id(tenant, "notifications")}/deliveries?limit={_random.Next(1, 4)}&cursor={Pick("", "{cursor}")}", null),
            30 or 31 => ("PUT", $"/api/resources?managedBy={Pick("one", "one", "two")}&prune={Pick("true", "true", "false")}&force={Pick("true", "false")}", TeamSet(tenant)),
            32 => ("PUT", $"/api/principals/{Id(tenant, "principals")}", Spec($$"""{"type":"app","grants":[{"scopes":["resources:read"],"team":"{{Id(tenant, "teams")}}"}]}""")),
            33 => ("PUT", $"/api/quotas/{Id(tenant, "quotas")}", Spec($$"""{"scope":"teams/{{Id(tenant, "teams")}}","unit":"{{Pick("usd", "tokens")}}","window":"{{Pick("day", "month")}}","amount":"{{_random.Next(1, 4)}}"}""")),
            34 => ("GET", $"/api/quotas/{Id(tenant, "quotas")}/state", null),
            35 => ("GET", $"/api/quotas/{tenant}-whole-quotas-0/state?scope={Pick("agents", "agents", "teams")}/{Id(tenant, "agents")}", null),
            36 or 37 => ("PUT", $"/api/workflows/{Id(tenant, "workflows")}", Spec(Workflow(tenant))),
            38 => ("POST", $"/api/workflows/{Id(tenant, "workflows")}/test", _random.Next(2) == 0 ? "{}" : $$"""{"definition":{{Workflow(tenant)}} }"""),
            39 => ("GET", $"/api/workflows/{Id(tenant, "workflows")}/diagram", null),
            _ => ("POST", "/v1/chat/completions", $$"""{"model":"{{Id(tenant, "models")}}","messages":[{"role":"user","content":"Hi"}]}"""),
        };
    }

    /// <summary>A team that names no models may use, and see, all of them: here every one names some.</summary>
    private string Set(string tenant) =>
        $$$"""{"items":[{"kind":"agents","id":"{{{Id(tenant, "agents")}}}","spec":{{{Agent(tenant)}}} },{"kind":"teams","id":"{{{Id(tenant, "teams")}}}","spec":{"models":["{{{Id(tenant, "models")}}}"],"contacts":["c{{{_random.Next(3)}}}"]}}]}""";

    /// <summary>What may be of one team alone.</summary>
    private string TeamSet(string tenant) =>
        $$$"""{"items":[{"kind":"agents","id":"{{{Id(tenant, "agents")}}}","spec":{"team":"{{{Id(tenant, "teams")}}}","owner":"o{{{_random.Next(3)}}}"}}]}""";

    private string Agent(string tenant) => $$"""{"team":"{{Id(tenant, "teams")}}","models":["{{Id(tenant, "models")}}"],"owner":"o{{_random.Next(3)}}"}""";

    private string Workflow(string tenant)
    {
        var last = Pick("""set","values":{}""", $$"""workflow","workflow":"{{Id(tenant, "workflows")}}" """);
        return $$"""{"team":"{{Id(tenant, "teams")}}","agent":"{{Id(tenant, "agents")}}","steps":[{"id":"a","type":"agent","agent":"{{Id(tenant, "agents")}}"},{"id":"w","type":"{{last}} }]}""";
    }

    /// <summary>Most of one request is about one team, the key's where it has one, so that it may be let in.</summary>
    private string Id(string tenant, string kind) => IsolationWorld.Id(Tenant(tenant), _random.Next(10) < 8 ? _team : Pick(IsolationWorld.Teams), kind, (_random.Next(4) / 3).ToString(CultureInfo.InvariantCulture));

    private string Tenant(string own) => _random.Next(10) < 9 ? own : Pick(IsolationWorld.TenantIds);

    private string Pick(params IReadOnlyList<string> from) => from[_random.Next(from.Count)];

    private static string Spec(string spec) => $$"""{"spec":{{spec}}}""";
}
