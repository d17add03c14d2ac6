using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentFunctions.Core.Context;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Contexts;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Isolation;

/// <summary>
/// Random tenants, agents, rights and requests: every content bears a mark that says whose session it is in, and no answer holds a mark that its caller may not see, through messages, slots, histories, contexts, handles or the tool
/// that expands them.
/// </summary>
public sealed partial class SessionIsolationTests
{
    private const int Steps = 120;
    private static readonly string[] Tenants = ["alpha", "beta"];
    private static readonly string[] Agents = ["ada", "bob", "cyd"];
    private static readonly string[] Sessions = ["s1", "s2"];
    private static readonly string[] Slots = ["one", "two"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 200 : 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task NoAnswer_HoldsWhatItsCallerMayNotSee(int seed)
    {
        var random = new Random(seed);
        await using var app = await ControlApp.StartAsync(configure: static services => services.AddSingleton<ITokenMeter, CharacterMeter>());
        var (rights, keys) = await DeclareAsync(app, random);
        List<string> handles = ["h_aaaaaaaaaaaaaaaaaaaaaaaaaa"];
        var (seen, allowed) = (0, 0);
        for (var i = 0; i < Steps; i++)
        {
            var (tenant, agent) = (Pick(random, Tenants), Pick(random, Agents));
            var (method, path, body) = Request(random, tenant, agent, i, handles);
            var answer = await app.SendAsync(method, path, body, keys[(tenant, agent)]);
            Assert.True((int)answer.Status < 500, $"seed {seed}, step {i}: {method} {path}: {answer.Text}");
            if (answer.Status == HttpStatusCode.OK) allowed++;
            handles.AddRange(Handle().Matches(answer.Text).Select(static match => match.Value));
            foreach (Match mark in Mark().Matches(answer.Text))
            {
                seen++;
                var (owner, name, slot) = (mark.Groups[1].Value, mark.Groups[2].Value, mark.Groups[3].Value);
                Assert.True(owner == tenant && (name == agent || rights.Contains((tenant, name, slot, agent))), $"seed {seed}, step {i}: {method} {path} of {tenant}/{agent} was answered {mark.Value}");
            }
        }

        Assert.True(seen > 20 && allowed > 30 && handles.Count > 1, $"seed {seed}: {seen} marks in {allowed} answers prove little");
    }

    private static (HttpMethod Method, string Path, string? Body) Request(Random random, string tenant, string agent, int step, List<string> handles)
    {
        var (session, slot, owner) = (Pick(random, Sessions), Pick(random, Slots), Pick(random, Agents));
        var other = random.Next(3) == 0 ? $"?agent={owner}" : "";
        string Of(string name, string kind) => $"mark_{tenant}_{name}_{kind}_{step.ToString(CultureInfo.InvariantCulture)}.";
        var into = other.Length == 0 ? agent : owner;
        return random.Next(14) switch
        {
            0 or 1 or 2 => (HttpMethod.Post, $"/api/sessions/{session}/messages{other}", $$"""{"messages":[{"role":"user","content":"{{Of(agent, "message")}}"}]}"""),
            3 or 4 => (HttpMethod.Put, $"/api/sessions/{session}/slots/{slot}{other}", $$"""{"value":"{{Of(into, slot)}}"}"""),
            5 => (HttpMethod.Post, "/api/context/assemble", Transcript(Of(agent, "message"), random.Next(2) == 0 ? session : null)),
            6 => (HttpMethod.Get, $"/api/sessions/{session}/messages{other}", null),
            7 => (HttpMethod.Get, $"/api/sessions/{session}/slots/{slot}?agent={owner}", null),
            8 => (HttpMethod.Get, $"/api/sessions/{session}/slots/{slot}/history?agent={owner}", null),
            9 => (HttpMethod.Get, $"/api/sessions/{session}/context{other}", null),
            10 => (HttpMethod.Get, $"/api/context/handles/{Pick(random, handles)}", null),
            11 => (HttpMethod.Post, "/api/tools/context.expand/invoke", $$$"""{"arguments":{"handle":"{{{Pick(random, handles)}}}"}}"""),
            12 => (HttpMethod.Get, Pick(random, ["/api/sessions", $"/api/sessions/{session}{other}"]), null),
            _ => random.Next(4) == 0 ? (HttpMethod.Delete, $"/api/sessions/{session}{other}", null) : (HttpMethod.Get, $"/api/sessions/{session}/context", null),
        };
    }

    /// <summary>Enough for something to be left out.</summary>
    private static string Transcript(string mark, string? session)
    {
        var messages = new List<object> { new { role = "user", content = "Go." } };
        for (var turn = 0; turn < 6; turn++)
        {
            messages.Add(new { role = "assistant", tool_calls = new[] { new { id = $"c{turn}", type = "function", function = new { name = "list", arguments = $$"""{"page":{{turn}}}""" } } } });
            messages.Add(new { role = "tool", tool_call_id = $"c{turn}", content = JsonSerializer.Serialize(Enumerable.Range(0, 120).Select(i => new { id = $"ORD-{turn}{i}", status = i % 7 == 0 ? "late" : "shipped", customer = mark, total = (i * 17) + turn, note = (string?)null })) });
        }

        messages.Add(new { role = "user", content = "Go on." });
        return JsonSerializer.Serialize(new { sessionId = session, messages });
    }

    private static async Task<(HashSet<(string Tenant, string Owner, string Slot, string Agent)> Rights, Dictionary<(string Tenant, string Agent), string> Keys)> DeclareAsync(ControlApp app, Random random)
    {
        var rights = new HashSet<(string, string, string, string)>();
        var keys = new Dictionary<(string, string), string>();
        foreach (var tenant in Tenants)
        {
            (string, string) inTenant = ("x-tenant-id", tenant);
            Assert.Equal(HttpStatusCode.Created, (await app.PutSpecAsync("tenants", tenant, "{}")).Status);
            foreach (var agent in Agents) Assert.Equal(HttpStatusCode.Created, (await app.PutSpecAsync("agents", agent, "{}", inTenant)).Status);
            foreach (var agent in Agents)
            {
                var slots = Slots.Select(slot =>
                {
                    var (read, write) = (Some(random, agent), Some(random, agent));
                    foreach (var other in read.Concat(write)) rights.Add((tenant, agent, slot, other));
                    return $$"""
                        "{{slot}}":{"read":{{JsonSerializer.Serialize(read)}},"write":{{JsonSerializer.Serialize(write)}} }
                        """;
                }).ToArray();
                var declared = await app.PutSpecAsync("agents", agent, $$$"""{"context":{"slots":{ {{{string.Join(',', slots)}}} },"compression":{} } }""", inTenant);
                Assert.True(declared.Status == HttpStatusCode.OK, declared.Text);
                var issued = await app.SendAsync(HttpMethod.Post, "/api/keys", $$"""{"agent":"{{agent}}"}""", ControlApp.AdminKey, inTenant);
                keys[(tenant, agent)] = issued.Json.GetProperty("key").GetString()!;
            }
        }

        app.Time.Advance(TimeSpan.FromSeconds(3));
        return (rights, keys);
    }

    private static string[] Some(Random random, string except) => [.. Agents.Where(agent => agent != except && random.Next(3) == 0)];

    private static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    [GeneratedRegex("mark_([a-z]+)_([a-z]+)_([a-z]+)_[0-9]+")]
    private static partial Regex Mark();

    [GeneratedRegex("h_[a-z2-7]{26}")]
    private static partial Regex Handle();
}
