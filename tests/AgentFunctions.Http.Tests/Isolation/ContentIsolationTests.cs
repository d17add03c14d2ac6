using System.Net;
using System.Text.Json;

namespace AgentFunctions.Http.Tests.Isolation;

/// <summary>
/// Random tenants' agents and people write, run, search, read, export and erase, each with every id that was ever told anybody. No answer holds a mark that its caller may not see, by any endpoint; what was erased is in none at
/// all; and what an agent keeps it finds.
/// </summary>
public sealed class ContentIsolationTests
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1";
    private static readonly string[] People = ["kim", "lee", ""];
    private static readonly string[] Sessions = ["s1", "s2"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, IsFull ? 150 : 6)];

    private static int Steps => IsFull ? 1_500 : 500;

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task NoAnswer_HoldsWhatItsCallerMayNotSee_NorWhatWasErased(int seed)
    {
        var random = new Random(seed);
        await using var world = await ContentWorld.StartAsync();
        var (seen, allowed) = (new Dictionary<string, int>(StringComparer.Ordinal), 0);
        for (var i = 0; i < Steps; i++)
        {
            var (tenant, caller) = (Pick(random, ContentWorld.Tenants), Pick(random, ContentCaller.All));
            if (random.Next(10) == 0) await world.MoveAsync(random);
            var agent = caller.IsAgent ? caller.Name : Pick(random, ContentCaller.Agents);
            var person = Pick(random, People);
            var request = random.Next(2) == 0 ? Write(random, world, tenant, caller, agent, person) : Read(random, world, agent);
            List<(string, string)> headers = [];
            if (!caller.IsAgent) headers.Add(("x-agent-id", agent));
            if (person.Length > 0 && request.Method != HttpMethod.Get) headers.Add(("x-end-user", person));
            var (answer, marks) = await world.SendAsync(tenant, caller, request.Method, request.Path, request.Body, [.. headers]);
            var told = $"seed {seed}, step {i}: {request.Method} {request.Path} of {tenant}/{caller.Name} as {agent}";
            Assert.True((int)answer.Status < 500, $"{told}: {answer.Text}");
            if ((int)answer.Status < 300)
            {
                allowed++;
                if (request.Body is { } body) world.Written(body);
            }

            foreach (var (text, mark) in marks)
            {
                Assert.True(mark.Tenant == tenant && caller.MaySee(mark, request.Path.Contains("/export", StringComparison.Ordinal)), $"{told} was answered {text} ({mark})");
                seen[mark.Kind] = seen.GetValueOrDefault(mark.Kind) + 1;
            }

            if (answer.Status == HttpStatusCode.Accepted && request.Path.EndsWith("/runs", StringComparison.Ordinal)) world.Runs.Add((tenant, answer.Json.GetProperty("id").GetString()!, world.Marks.Last().Value));
            if (request.Method == HttpMethod.Delete && answer.Status == HttpStatusCode.OK && request.Path.StartsWith("/api/subjects/", StringComparison.Ordinal)) Erased(world, tenant, caller, request.Path);
        }

        foreach (var kind in (string[])["memory", "message", "run", "action"]) Assert.True(seen.GetValueOrDefault(kind) > 5, $"seed {seed}: {JsonSerializer.Serialize(seen)} prove little");
        Assert.True(allowed > Steps / 4, $"seed {seed}: {allowed} of {Steps} were allowed");
        await FindsItsOwnAsync(world);
    }

    private static (HttpMethod Method, string Path, string? Body) Write(Random random, ContentWorld world, string tenant, ContentCaller caller, string agent, string person)
    {
        var session = Pick(random, Sessions);
        switch (random.Next(9))
        {
            case 0 or 1:
                return (HttpMethod.Post, "/api/memory", $$$"""{"items":[{"text":"The parcel {{{world.Mark(tenant, agent, "memory", person)}}} came in heavy rain.","kind":"episodic","sessionId":"{{{session}}}"}]}""");
            case 2:
                return (HttpMethod.Post, $"/api/sessions/{session}/messages", $$$"""{"messages":[{"role":"user","content":"Where is {{{world.Mark(tenant, agent, "message", person)}}} now?"}]}""");
            case 3:
                return (HttpMethod.Put, $"/api/sessions/{session}/slots/notes", $$"""{"value":"{{world.Mark(tenant, agent, "message", person)}}"}""");
            case 4:
                return (HttpMethod.Post, "/api/context/assemble", Transcript(world.Mark(tenant, agent, "message", person), random.Next(2) == 0 ? session : null));
            case 5 or 6:
                var target = Pick(random, ContentCaller.Agents);
                return (HttpMethod.Post, $"/api/agents/{target}/runs", $$"""{"input":"{{world.Mark(tenant, target, "run", person, caller.Name)}}"}""");
            case 7:
                return (HttpMethod.Post, "/api/tools/pay/invoke", $$$"""{"arguments":{"note":"{{{world.Mark(tenant, agent, "action", person)}}}"}}""");
            default:
                if (random.Next(6) > 0) return (HttpMethod.Post, $"/api/runs/{Id(random, world, "run")}/outcome", """{"success":true}""");
                return (HttpMethod.Delete, $"/api/subjects/{Pick(random, People[..2])}{Pick(random, ["", $"?agent={Pick(random, ContentCaller.Agents)}"])}", null);
        }
    }

    private static (HttpMethod Method, string Path, string? Body) Read(Random random, ContentWorld world, string agent)
    {
        var (session, other) = (Pick(random, Sessions), Pick(random, ContentCaller.Agents));
        return random.Next(18) switch
        {
            0 => (HttpMethod.Get, $"/api/memory?limit=100{Pick(random, ["", "&kind=episodic", $"&sessionId={session}", "&subject=kim"])}", null),
            1 => (HttpMethod.Get, $"/api/memory/{Id(random, world, "mem")}{Pick(random, ["", "/versions"])}", null),
            2 or 3 => (HttpMethod.Post, "/api/memory/search", $$"""{"query":"Which parcel came in heavy rain?","top":50,"explain":true{{Pick(random, ["", $",\"sessionId\":\"{session}\""])}} }"""),
            4 => (HttpMethod.Post, "/api/tools/memory.search/invoke", """{"arguments":{"query":"Which parcel came in heavy rain?","top":50}}"""),
            5 => (HttpMethod.Post, "/api/tools/context.expand/invoke", $$$"""{"arguments":{"handle":"{{{Id(random, world, "h")}}}"}}"""),
            6 => (HttpMethod.Get, $"/api/context/handles/{Id(random, world, "h")}", null),
            7 => (HttpMethod.Get, $"/api/sessions/{session}/messages{Pick(random, ["", $"?agent={other}"])}", null),
            8 => (HttpMethod.Get, $"/api/sessions/{session}/context{Pick(random, ["", $"?agent={other}"])}", null),
            9 => (HttpMethod.Get, $"/api/sessions/{session}/slots/notes{Pick(random, ["", "/history"])}?agent={other}", null),
            10 => (HttpMethod.Get, $"/api/runs?limit=100{Pick(random, ["", $"&agent={other}", "&status=succeeded"])}", null),
            11 or 12 => (HttpMethod.Get, $"/api/runs/{Id(random, world, "run")}{Pick(random, ["", "/history", "/report"])}", null),
            13 => (HttpMethod.Get, $"/api/approvals?limit=100{Pick(random, ["", "&status=pending"])}", null),
            14 => (HttpMethod.Get, $"/api/approvals/{Id(random, world, "apr")}", null),
            15 or 16 => (HttpMethod.Get, $"/api/subjects/{Pick(random, People[..2])}/export{Pick(random, ["", $"?agent={agent}"])}", null),
            _ => (HttpMethod.Get, Pick(random, ["/api/sessions", "/api/erasures", "/api/dead-letters", "/api/changes"]), null),
        };
    }

    /// <summary>What the caller's erasure reached is nobody's any more.</summary>
    private static void Erased(ContentWorld world, string tenant, ContentCaller caller, string path)
    {
        var (person, agent) = (path.Split('/', '?')[3], caller.IsAgent ? caller.Name : path.Contains("agent=", StringComparison.Ordinal) ? path.Split('=')[1] : null);
        foreach (var (_, mark) in world.Marks)
            if (mark.Tenant == tenant && mark.Person == person && (agent is null || mark.Agent == agent)) mark.IsErased = true;
    }

    /// <summary>Every agent finds all of its memory: what is kept from others is not kept from everybody.</summary>
    private static async Task FindsItsOwnAsync(ContentWorld world)
    {
        foreach (var tenant in ContentWorld.Tenants)
        {
            foreach (var agent in ContentCaller.All.Where(static caller => caller.IsAgent))
            {
                var (_, found) = await world.SendAsync(tenant, agent, HttpMethod.Get, "/api/memory?limit=500", null);
                var written = world.Marks.Where(pair => pair.Value is { Kind: "memory", IsErased: false } mark && mark.Tenant == tenant && mark.Agent == agent.Name && mark.IsWritten).Select(static pair => pair.Key);
                Assert.Equal(written.Order(StringComparer.Ordinal), found.Select(static mark => mark.Text).Order(StringComparer.Ordinal));
            }
        }
    }

    /// <summary>Enough for something to be left out.</summary>
    private static string Transcript(string mark, string? session)
    {
        var messages = new List<object> { new { role = "user", content = "Go." } };
        for (var turn = 0; turn < 6; turn++)
        {
            messages.Add(new { role = "assistant", tool_calls = new[] { new { id = $"c{turn}", type = "function", function = new { name = "list", arguments = $$"""{"page":{{turn}}}""" } } } });
            messages.Add(new { role = "tool", tool_call_id = $"c{turn}", content = JsonSerializer.Serialize(Enumerable.Range(0, 120).Select(row => new { id = (turn * 1000) + row, note = row == 7 ? mark : "as before" })) });
        }

        messages.Add(new { role = "user", content = "Go on." });
        return JsonSerializer.Serialize(new { sessionId = session, messages });
    }

    private static string Id(Random random, ContentWorld world, string prefix) => Pick(random, [.. world.Ids.Where(id => id.StartsWith(prefix + "_", StringComparison.Ordinal))]);

    private static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
