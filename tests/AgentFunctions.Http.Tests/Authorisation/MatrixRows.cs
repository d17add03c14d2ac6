using AgentFunctions.Core.Identity;
using static AgentFunctions.Core.Identity.AccessScopes;

namespace AgentFunctions.Http.Tests.Authorisation;

/// <summary>Every endpoint. A new one gets its row here: what it takes, how far that reaches, and a request that would do.</summary>
internal static class MatrixRows
{
    private const string Chat = """{"model":"our-models","messages":[{"role":"user","content":"Hi"}]}""";
    private const string Embed = """{"model":"our-models","input":"Hi"}""";
    private const string Respond = """{"model":"our-models","input":"Hi"}""";
    private const string State = """{"state":"suspended","reason":"matrix"}""";
    private const string AzureVersion = "?api-version=2025-04-01-preview";

    public static IReadOnlyList<MatrixRow> All { get; } =
    [
        new("GET /", None, Reach.Anyone),
        new("GET /health/live", None, Reach.Anyone),
        new("GET /health/ready", None, Reach.Anyone),
        new("GET /openapi.json", None, Reach.Anyone),
        new("GET /metrics", MetricsRead, Reach.Filtered),
        new("GET /api/schemas/{kind}", ResourcesRead, Reach.Filtered),
        new("GET /api/changes", AuditRead, Reach.Filtered),
        new("GET /api/usage", UsageRead, Reach.Filtered),
        new("GET /api/usage/reconciliation", UsageRead, Reach.WholeTenant),
        new("GET /api/inventory", ResourcesRead, Reach.Filtered),
        new("GET /api/access-review", AuditRead, Reach.Filtered),
        new("GET /api/resources", ResourcesRead, Reach.Filtered),
        new("PUT /api/resources", ResourcesWrite, Reach.TeamWrite) { Body = """{"items":[{"kind":"agents","id":"{p}-agents","spec":{"team":"{team}","owner":"new"}}]}""", Creates = true },
        .. Models("/v1", ""),
        .. Models("/openai/v1", ""),
        new("GET /openai/models", AgentsAct, Reach.Agents) { Query = AzureVersion },
        new("GET /openai/models/{**id}", AgentsAct, Reach.Agents) { Query = AzureVersion },
        new("POST /openai/responses", AgentsAct, Reach.Agents) { Query = AzureVersion, Body = Respond },
        new("GET /openai/responses/{id}", AgentsAct, Reach.Agents) { Query = AzureVersion, Ok = 404 },
        new("DELETE /openai/responses/{id}", AgentsAct, Reach.Agents) { Query = AzureVersion, Ok = 404 },
        new("POST /openai/deployments/{deployment}/chat/completions", AgentsAct, Reach.Agents) { Query = AzureVersion, Body = Chat },
        new("POST /openai/deployments/{deployment}/embeddings", AgentsAct, Reach.Agents) { Query = AzureVersion, Body = Embed },
        .. Kind("tenants", ResourcesWrite, Reach.TenantItselfRead, Reach.PlatformOnly, """{"displayName":"new"}""", refusesDelete: true),
        .. StatesOf("tenants", Reach.TenantItselfRead, Reach.TenantItselfState),
        .. Kind("teams", ResourcesWrite, Reach.OwnTeamRead, Reach.OwnTeamWrite, """{"displayName":"new","models":["*"]}""", refusesDelete: true),
        .. StatesOf("teams", Reach.OwnTeamRead, Reach.OwnTeamWrite),
        .. Kind("principals", PrincipalsWrite, Reach.TenantRead, Reach.TenantWrite, """{"type":"auditor","grants":[{"scopes":["usage:read"]}]}""", refusesDelete: true),
        .. Kind("providers", ResourcesWrite, Reach.TenantRead, Reach.TenantWrite, """{"type":"simulated","headers":{"x-a":"b"}}""", refusesDelete: true),
        .. StatesOf("providers", Reach.TenantRead, Reach.TenantWrite),
        new("POST /api/providers/{id}/test", ResourcesWrite, Reach.TenantWrite) { Body = """{"deployment":"sim-small"}""" },
        .. Kind("prices", ResourcesWrite, Reach.SharedRead, Reach.SharedWrite, """{"match":"x","input":"1","output":"2"}"""),
        .. Kind("models", ResourcesWrite, Reach.SharedRead, Reach.SharedWrite, """{"targets":[{"provider":"{o}-providers","weight":2}]}"""),
        .. StatesOf("models", Reach.SharedRead, Reach.SharedWrite),
        .. Kind("tools", ResourcesWrite, Reach.TenantRead, Reach.TenantWrite, """{"type":"builtin","builtin":"time.now"}"""),
        .. StatesOf("tools", Reach.TenantRead, Reach.TenantWrite),
        new("POST /api/tools/{id}/invoke", AgentsAct, Reach.Agents) { Body = "{}" },
        .. Kind("workflows", ResourcesWrite, Reach.TeamRead, Reach.TeamWrite, """{"team":"{team}","steps":[{"id":"a","type":"timer","duration":"00:00:02"}]}"""),
        .. StatesOf("workflows", Reach.TeamRead, Reach.TeamWrite),
        new("POST /api/workflows/{id}/test", ResourcesRead, Reach.TeamRead) { Body = "{}" },
        new("GET /api/workflows/{id}/diagram", ResourcesRead, Reach.TeamRead),
        .. Kind("agents", ResourcesWrite, Reach.TeamRead, Reach.TeamWrite, """{"team":"{team}","owner":"new"}""", refusesDelete: true),
        .. StatesOf("agents", Reach.TeamRead, Reach.TeamWrite),
        new("GET /api/agents/{id}/activity", UsageRead, Reach.TeamRead),
        .. Kind("notifications", ResourcesWrite, Reach.TeamRead, Reach.TeamWrite, """{"channel":"webhook","to":"https://a.example/h","events":["key.*"],"team":"{team}"}"""),
        new("POST /api/notifications/{id}/test", NotificationsTest, Reach.TeamRead),
        new("GET /api/notifications/{id}/deliveries", ResourcesRead, Reach.TeamRead),
        .. Kind("subscriptions", ResourcesWrite, Reach.TeamRead, Reach.TeamWrite, """{"team":"{team}","topic":"other","start":"agents/{p}-agents"}"""),
        .. StatesOf("subscriptions", Reach.TeamRead, Reach.TeamWrite),

        // Neither the topic nor the signature of these requests will do: that is found after the rights.
        new("POST /api/events/{topic}", EventsPublish, Reach.Filtered) { Ok = 400 },
        new("POST /api/hooks/{tenant}/{subscription}", None, Reach.Anyone) { Ok = 401 },
        new("GET /api/dead-letters", TracesRead, Reach.Filtered),
        new("GET /api/dead-letters/{id}", TracesRead, Reach.TeamRead) { Ok = 404 },
        new("POST /api/dead-letters/{id}/redrive", EventsPublish, Reach.TeamRead) { Ok = 404 },
        new("DELETE /api/dead-letters/{id}", EventsPublish, Reach.TeamRead) { Ok = 404 },
        new("POST /api/dead-letters/bulk", EventsPublish, Reach.Filtered) { Body = """{"verb":"delete","filter":{},"dryRun":true}""" },

        // The hub of these addresses is none; that is found after the rights.
        new("GET /api/hubs/{hub}/dead-letters", TracesRead, Reach.PlatformOnly) { Ok = 404 },
        new("GET /api/hubs/{hub}/dead-letters/{id}", TracesRead, Reach.PlatformOnly) { Ok = 404 },
        new("POST /api/hubs/{hub}/dead-letters/{id}/redrive", EventsPublish, Reach.PlatformOnly) { Ok = 404 },
        new("DELETE /api/hubs/{hub}/dead-letters/{id}", EventsPublish, Reach.PlatformOnly) { Ok = 404 },
        new("POST /api/hubs/{hub}/dead-letters/bulk", EventsPublish, Reach.PlatformOnly) { Body = """{"verb":"delete","dryRun":true}""", Ok = 404 },
        .. Kind("keys", KeysWrite, Reach.TeamRead, Reach.TeamWrite, """{"agent":"{p}-agents","expiresAt":"2030-01-01T00:00:00Z"}"""),
        .. StatesOf("keys", Reach.TeamRead, Reach.TeamWrite),
        new("GET /api/keys/{id}/activity", UsageRead, Reach.TeamRead),
        new("POST /api/keys", KeysWrite, Reach.TeamWrite) { Body = """{"agent":"{p}-agents"}""", Creates = true },
        new("POST /api/keys/lookup", KeysWrite, Reach.KeyLookup) { Body = """{"key":"{key}"}""" },
        new("POST /api/keys/{id}/rotate", KeysWrite, Reach.TeamWrite) { Body = "{}" },
        new("POST /api/keys/{id}/revoke", KeysWrite, Reach.TeamWrite),
        new("GET /api/overruns", ResourcesRead, Reach.Filtered),
        new("DELETE /api/overruns/{id}", StateWrite, Reach.TenantWrite) { Ok = 404 },
        .. Kind("quotas", ResourcesWrite, Reach.OwnTeamRead, Reach.OwnTeamWrite, """{"scope":"teams/{team}","unit":"usd","window":"day","amount":"7.00"}"""),
        new("GET /api/quotas/{id}/state", ResourcesRead, Reach.OwnTeamRead),
        new("GET /api/runs", TracesRead, Reach.AgentFiltered) { Own = RunsStart },
        new("GET /api/runs/{id}", TracesRead, Reach.AgentOwned) { Own = RunsStart },
        new("GET /api/runs/{id}/events", TracesRead, Reach.AgentOwned) { Own = RunsStart },
        new("GET /api/runs/{id}/history", TracesRead, Reach.AgentOwned) { Own = RunsStart },
        new("GET /api/runs/{id}/report", TracesRead, Reach.AgentOwned) { Own = RunsStart },

        // The host of these tests has no engine, and the runs are those of agents that live elsewhere.
        new("POST /api/agents/{id}/runs", RunsStart, Reach.AgentOwned) { Body = "{}", Ok = 501 },
        new("POST /api/workflows/{id}/runs", RunsStart, Reach.TeamRead) { Body = "{}", Ok = 501 },
        new("POST /api/runs/bulk", RunsStart, Reach.AgentFiltered) { Body = """{"verb":"cancel","filter":{},"dryRun":true}""" },
        .. ((string[])["cancel", "suspend", "resume", "terminate", "rewind"]).Select(static verb => new MatrixRow($"POST /api/runs/{{id}}/{verb}", RunsStart, Reach.AgentOwned) { Body = "{}", Ok = 409 }),
        new("POST /api/runs/{id}/purge", RunsStart, Reach.TeamRead) { Body = "{}", Ok = 409 },
        new("POST /api/runs/{id}/fork", RunsStart, Reach.AgentOwned) { Body = """{"fromStep":"s1"}""", Ok = 409, Also = TracesRead },
        new("POST /api/runs/{id}/complete", RunsStart, Reach.AgentOwned) { Body = """{"outcome":"success"}""" },
        new("POST /api/runs/{id}/outcome", RunsStart, Reach.TeamRead) { Body = """{"success":true}""", Ok = 409 },
        new("GET /api/sessions", AgentsAct, Reach.Agents),
        new("GET /api/sessions/{id}", AgentsAct, Reach.Agents) { Ok = 404 },
        new("DELETE /api/sessions/{id}", AgentsAct, Reach.Agents) { Ok = 404 },
        new("POST /api/sessions/{id}/messages", AgentsAct, Reach.Agents) { Body = """{"messages":[{"role":"user","content":"Hi"}]}""" },
        new("GET /api/sessions/{id}/messages", AgentsAct, Reach.Agents) { Ok = 404 },
        new("GET /api/sessions/{id}/slots/{slot}", AgentsAct, Reach.Agents) { Ok = 404 },
        new("PUT /api/sessions/{id}/slots/{slot}", AgentsAct, Reach.Agents) { Body = """{"value":1}""", Ok = 404 },
        new("GET /api/sessions/{id}/slots/{slot}/history", AgentsAct, Reach.Agents) { Ok = 404 },
        new("GET /api/sessions/{id}/context", AgentsAct, Reach.Agents) { Ok = 404 },
        new("POST /api/memory", AgentsAct, Reach.Agents) { Body = """{"items":[{"text":"The lamp is broken.","kind":"episodic"}]}""" },
        new("GET /api/memory", AgentsAct, Reach.Agents),
        new("POST /api/memory/search", AgentsAct, Reach.Agents) { Body = """{"query":"What is broken?"}""" },
        new("GET /api/memory/{id}", AgentsAct, Reach.Agents) { Ok = 404 },
        new("GET /api/memory/{id}/versions", AgentsAct, Reach.Agents) { Ok = 404 },
        new("DELETE /api/memory/{id}", AgentsAct, Reach.Agents) { Ok = 404 },
        new("POST /api/memory/{id}/outcome", AgentsAct, Reach.Agents) { Body = """{"success":true,"runId":"r"}""", Ok = 404 },
        new("POST /api/memory/{id}/promote", ApprovalsDecide, Reach.TeamRead) { Body = """{"agent":"{p}-agents"}""", Ok = 404 },
        new("POST /api/memory/{id}/deny", ApprovalsDecide, Reach.TeamRead) { Body = """{"agent":"{p}-agents"}""", Ok = 404 },
        new("DELETE /api/subjects/{subject}", ResourcesWrite, Reach.AgentOrWholeTenant),
        new("GET /api/subjects/{subject}/export", ContentRead, Reach.AgentOrWholeTenant),
        new("DELETE /api/subjects", ResourcesWrite, Reach.AgentOrWholeTenant) { Query = "?subject=a%2Fb" },
        new("GET /api/subjects/export", ContentRead, Reach.AgentOrWholeTenant) { Query = "?subject=a%2Fb" },
        new("GET /api/erasures", AuditRead, Reach.WholeTenant),
        new("POST /api/context/assemble", AgentsAct, Reach.Agents) { Body = """{"messages":[{"role":"user","content":"Hi"}]}""" },
        new("GET /api/context/handles/{handle}", AgentsAct, Reach.Agents) { Ok = 404 },
        new("GET /api/approvals", ApprovalsRead, Reach.AgentFiltered),
        new("GET /api/approvals/{id}", ApprovalsRead, Reach.AgentOwned),
        new("POST /api/approvals/{id}", ApprovalsDecide, Reach.TeamRead) { Body = """{"decision":"approve","digest":"of something else"}""", Ok = 409 },
        new("POST /api/approvals/{id}/reassign", ApprovalsAssign, Reach.TeamRead) { Body = """{"approvers":["groups/g"]}""" },
        new("POST /api/approvals/{id}/extend", ApprovalsAssign, Reach.TeamRead) { Body = """{"expiresAt":"2026-06-01T00:00:00Z"}""" },
        new("GET /approvals/{id}", None, Reach.Anyone),
        new("POST /approvals/{id}", None, Reach.Anyone) { Ok = 400 },
        new("GET /api/statements/{month}", UsageRead, Reach.Filtered),
        new("POST /api/statements/{month}/close", ResourcesWrite, Reach.WholeTenant) { Ok = 409 },
        new("GET /api/secrets", ResourcesRead, Reach.Filtered),
        new("GET /api/secrets/{name}", ResourcesRead, Reach.TeamRead),
        new("PUT /api/secrets/{name}", SecretsWrite, Reach.TeamWrite) { Body = """{"value":"v2","hosts":["a.example"],"team":"{team}"}""", Creates = true },
        new("DELETE /api/secrets/{name}", SecretsWrite, Reach.TeamWrite),
    ];

    private static IEnumerable<MatrixRow> Models(string prefix, string query) =>
    [
        new($"GET {prefix}/models", AgentsAct, Reach.Agents) { Query = query },
        new($"GET {prefix}/models/{{**id}}", AgentsAct, Reach.Agents) { Query = query },
        new($"POST {prefix}/chat/completions", AgentsAct, Reach.Agents) { Query = query, Body = Chat },
        new($"POST {prefix}/embeddings", AgentsAct, Reach.Agents) { Query = query, Body = Embed },
        new($"POST {prefix}/responses", AgentsAct, Reach.Agents) { Query = query, Body = Respond },
        new($"GET {prefix}/responses/{{id}}", AgentsAct, Reach.Agents) { Query = query, Ok = 404 },
        new($"DELETE {prefix}/responses/{{id}}", AgentsAct, Reach.Agents) { Query = query, Ok = 404 },
    ];

    private static IEnumerable<MatrixRow> Kind(string kind, AccessScopes write, Reach reading, Reach writing, string spec, bool refusesDelete = false) =>
    [
        new($"GET /api/{kind}", ResourcesRead, Reach.Filtered),
        new($"GET /api/{kind}/{{id}}", ResourcesRead, reading),
        new($"PUT /api/{kind}/{{id}}", write, writing) { Body = $$"""{"spec":{{spec}}}""", Creates = true },
        new($"DELETE /api/{kind}/{{id}}", write, writing) { Ok = refusesDelete ? 409 : null },
        new($"GET /api/{kind}/{{id}}/versions", ResourcesRead, reading),
        new($"GET /api/{kind}/{{id}}/versions/{{version}}", ResourcesRead, reading),
        new($"POST /api/{kind}/{{id}}/restore", write, writing) { Body = """{"version":1}""", ReadsFirst = true },
    ];

    private static IEnumerable<MatrixRow> StatesOf(string kind, Reach reading, Reach writing) =>
    [
        new($"GET /api/{kind}/{{id}}/state", ResourcesRead, reading),
        new($"PUT /api/{kind}/{{id}}/state", StateWrite, writing) { Body = State },
    ];
}
