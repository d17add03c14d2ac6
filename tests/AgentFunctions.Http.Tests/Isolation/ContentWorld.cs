using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentFunctions.Core.Context;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Contexts;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Isolation;

/// <summary>Two tenants with the same agents, teams and people by name. Every content bears a mark; what was ever named in an answer is tried by everybody.</summary>
internal sealed partial class ContentWorld : IAsyncDisposable
{
    private readonly ControlApp _app;
    private readonly Dictionary<(string Tenant, string Name), string> _keys = [];
    private readonly Dictionary<string, ContentMark> _marks = new(StringComparer.Ordinal);

    private ContentWorld(ControlApp app) => _app = app;

    public static IReadOnlyList<string> Tenants { get; } = ["alpha", "beta"];

    /// <summary>Ids of records, runs, approvals and handles.</summary>
    public List<string> Ids { get; } = ["mem_00000000000000000000000000000000", "run_00000000000000000000000000000000", "apr_00000000000000000000000000000000", "h_aaaaaaaaaaaaaaaaaaaaaaaaaa"];

    /// <summary>Runs that are open.</summary>
    public List<(string Tenant, string Id, ContentMark Of)> Runs { get; } = [];

    public IEnumerable<KeyValuePair<string, ContentMark>> Marks => _marks;

    public static async Task<ContentWorld> StartAsync()
    {
        var world = new ContentWorld(await ControlApp.StartAsync(configure: static services =>
        {
            services.AddSingleton<ITokenMeter, CharacterMeter>();
            services.AddSingleton<IWorkflowClient>(new FakeWorkflowClient(TimeProvider.System));
        }));
        foreach (var tenant in Tenants) await world.DeclareAsync(tenant);
        world._app.Time.Advance(TimeSpan.FromSeconds(3));
        return world;
    }

    /// <summary>A mark that nothing else bears.</summary>
    public string Mark(string tenant, string agent, string kind, string person, string startedBy = "")
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"mark{_marks.Count}x{tenant}{agent}");
        _marks[text] = new ContentMark(tenant, agent, kind, person, startedBy);
        return text;
    }

    /// <summary>What was sent was taken.</summary>
    public void Written(string body)
    {
        foreach (Match match in MarkText().Matches(body)) _marks[match.Value].IsWritten = true;
    }

    /// <summary>Sends a request and answers it with the marks in it.</summary>
    public async Task<(ControlApp.Answer Answer, IReadOnlyList<(string Text, ContentMark Mark)> Marks)> SendAsync(string tenant, ContentCaller caller, HttpMethod method, string path, string? body, params (string, string)[] headers)
    {
        _app.Time.Advance(TimeSpan.FromMilliseconds(50));
        var answer = await _app.SendAsync(method, path, body, _keys[(tenant, caller.Name)], headers);
        Ids.AddRange(Id().Matches(answer.Text).Select(static match => match.Value).Except(Ids));
        return (answer, [.. MarkText().Matches(answer.Text).Select(match => (match.Value, _marks[match.Value])).Distinct()]);
    }

    /// <summary>The engine goes on with a run: a step, or its end.</summary>
    public async Task MoveAsync(Random random)
    {
        if (Runs.Count == 0) return;
        var at = random.Next(Runs.Count);
        var (tenant, id, of) = Runs[at];
        var journal = _app.Services.GetRequiredService<IRunJournal>();
        var content = Content(Mark(tenant, of.Agent, "run", of.Person, of.StartedBy));
        if (of.IsErased || random.Next(4) == 0)
        {
            Runs.RemoveAt(at);
            if (!of.IsErased) await journal.CloseAsync(tenant, id, RunStatus.Succeeded, content, null, CancellationToken.None);
            return;
        }

        var step = new RunStep { Id = $"s{random.Next(1_000_000)}", Kind = RunStepKind.Tool, Name = "t", Status = RunStepStatus.Running, StartedAt = _app.Time.GetUtcNow(), Input = content };
        await journal.BeginAsync(tenant, id, step, CancellationToken.None);
        await journal.UpdateAsync(tenant, id, step with { Status = RunStepStatus.Succeeded, EndedAt = _app.Time.GetUtcNow(), Output = Content(Mark(tenant, of.Agent, "run", of.Person, of.StartedBy)) }, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [GeneratedRegex("mark[0-9]+x[a-z]+")]
    private static partial Regex MarkText();

    [GeneratedRegex("(?:mem|run|apr)_[0-9a-f]{32}|h_[a-z2-7]{26}")]
    private static partial Regex Id();

    private static JsonElement Content(string mark) => JsonElement.Parse($$"""{"text":"{{mark}}"}""");

    private async Task DeclareAsync(string tenant)
    {
        (string, string) inTenant = ("x-tenant-id", tenant);
        await PutAsync("tenants", tenant, "{}");
        foreach (var team in (string[])["red", "blue"]) await PutAsync("teams", team, "{}", inTenant);
        foreach (var builtin in (string[])["memory.search", "context.expand"]) await PutAsync("tools", builtin, """{"type":"builtin"}""", inTenant);
        await PutAsync("principals", "nobody", """{"type":"approver"}""", inTenant);
        await PutAsync("tools", "pay", """{"type":"http","description":"Pays.","inputSchema":{"type":"object","properties":{"note":{"type":"string"}}},"request":{"method":"POST","url":"https://pay.example/pay"},"sideEffect":"irreversible","approval":{"approvers":["principals/nobody"]}}""", inTenant);
        foreach (var caller in ContentCaller.All)
        {
            if (caller.IsAgent) await PutAsync("agents", caller.Name, $$"""{"team":"{{ContentCaller.TeamOf(caller.Name)}}","tools":["pay","memory.search","context.expand"],"context":{"slots":{"notes":{} },"compression":{} } }""", inTenant);
            else await PutAsync("principals", caller.Name, caller.Spec!, inTenant);
            var issued = await _app.SendAsync(HttpMethod.Post, "/api/keys", $$"""{"{{(caller.IsAgent ? "agent" : "principal")}}":"{{caller.Name}}"}""", ControlApp.AdminKey, inTenant);
            _keys[(tenant, caller.Name)] = issued.Json.GetProperty("key").GetString()!;
        }
    }

    private async Task PutAsync(string kind, string id, string spec, params (string, string)[] headers)
    {
        var answer = await _app.PutSpecAsync(kind, id, spec, headers);
        Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.OK, $"{kind}/{id}: {answer.Text}");
    }
}
