using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Runs;

public sealed class RunEventStreamTests : IAsyncLifetime, IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(1) };
    private RunsApp _app = null!;
    private string _run = "";

    public async Task InitializeAsync()
    {
        var engine = new FakeWorkflowClient(TimeProvider.System);
        _app = await RunsApp.StartAsync(services => services.AddSingleton<IWorkflowClient>(engine));
        _run = (await _app.One.SendAsync(HttpMethod.Post, "/api/agents/demo/runs", "{}", _app.Key("ops"))).Json.GetProperty("id").GetString()!;
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Events_AreToldAsTheyHappen_AndTheStreamEndsWithTheRun()
    {
        using var response = await OpenAsync(_app.One);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal((1, "status"), await NextAsync(reader));

        await StepAsync(_app.One, "s1");
        Assert.Equal((2, "status"), await NextAsync(reader));
        Assert.Equal((3, "step"), await NextAsync(reader));
        await CloseAsync(_app.One);

        Assert.Equal((4, "step"), await NextAsync(reader));
        Assert.Equal((5, "status"), await NextAsync(reader));
        Assert.Null(await NextAsync(reader));
    }

    [Fact]
    public async Task Events_WrittenByAnotherProcess_AreFoundByLooking()
    {
        using var response = await OpenAsync(_app.One);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal((1, "status"), await NextAsync(reader));

        await StepAsync(_app.Two, "s1");
        await CloseAsync(_app.Two);
        var next = NextAsync(reader);
        await TestKit.TestWait.UntilAsync(
            () =>
            {
                _app.One.Time.Advance(TimeSpan.FromSeconds(1));
                return next.IsCompleted;
            },
            "the next look finds it");

        Assert.Equal((2, "status"), await next);
        Assert.Equal([(3, "step"), (4, "step"), (5, "status")], await RestAsync(reader));
    }

    [Fact]
    public async Task Events_AfterTheLastSeen_GoOnExactlyThere()
    {
        await StepAsync(_app.One, "s1");
        await StepAsync(_app.One, "s2");
        await CloseAsync(_app.One);
        var all = await RestAsync(await ReaderAsync(null));
        Assert.Equal(Enumerable.Range(1, all.Count), all.Select(static e => e.Item1));

        for (var seen = 0; seen <= all.Count; seen++) Assert.Equal(all[seen..], await RestAsync(await ReaderAsync($"{seen}")));

        var history = (await _app.GetAsync($"/api/runs/{_run}/history?limit=500")).Json;
        Assert.Equal(all, history.GetProperty("items").EnumerateArray().Select(static e => (e.GetProperty("seq").GetInt32(), e.GetProperty("type").GetString()!)));
        using var wrong = await OpenAsync(_app.One, "x1");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task History_InPages_ShowsEachEventOnce()
    {
        for (var i = 0; i < 7; i++) await StepAsync(_app.One, $"s{i}");
        var (seen, cursor) = (new List<int>(), "");
        do
        {
            var page = (await _app.GetAsync($"/api/runs/{_run}/history?limit=4{cursor}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(static e => e.GetProperty("seq").GetInt32()));
            cursor = page.GetProperty("nextCursor") is { ValueKind: JsonValueKind.String } next ? "&cursor=" + next.GetString() : "";
        }
        while (cursor.Length > 0);

        Assert.Equal(Enumerable.Range(1, 9), seen);
    }

    [Fact]
    public async Task Events_OnceTheKeyIsRevoked_AreBrokenOffWithinTwoSeconds()
    {
        var key = await _app.One.IssueKeyAsync("demo", "k9");
        using var response = await OpenAsync(_app.One, key: key);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal((1, "status"), await NextAsync(reader));

        await _app.One.SendAsync(HttpMethod.Post, "/api/keys/k9/revoke", "{}");
        var rest = Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (await reader.ReadLineAsync() is { } line)
                if (line == "event: error") await reader.ReadToEndAsync();
        });
        await TestKit.TestWait.UntilAsync(
            () =>
            {
                _app.One.Time.Advance(TimeSpan.FromSeconds(1));
                return rest.IsCompleted;
            },
            "the stream is broken off");
        await rest;
    }

    private static async Task<(int Id, string Type)?> NextAsync(StreamReader reader)
    {
        var (id, type) = (0, "");
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = int.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture);
            else if (line.StartsWith("event: ", StringComparison.Ordinal)) type = line[7..];
            else if (line.Length == 0 && id > 0) return (id, type);
        }

        return null;
    }

    private static async Task<List<(int, string)>> RestAsync(StreamReader reader)
    {
        var all = new List<(int, string)>();
        while (await NextAsync(reader) is { } item) all.Add(item);
        return all;
    }

    private async Task<StreamReader> ReaderAsync(string? after) => new(await (await OpenAsync(_app.One, after)).Content.ReadAsStreamAsync());

    private async Task<HttpResponseMessage> OpenAsync(ControlApp at, string? after = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(at.Address, $"/api/runs/{_run}/events"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? _app.Key("demo"));
        if (after is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", after);
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private async Task StepAsync(ControlApp at, string id) => await at.Services.GetRequiredService<IRunJournal>().BeginAsync(
        Tenants.Default, _run, new RunStep { Id = id, Kind = RunStepKind.Model, Name = "n", Status = RunStepStatus.Running, StartedAt = at.Time.GetUtcNow() }, None);

    private async Task CloseAsync(ControlApp at) => await at.Services.GetRequiredService<IRunJournal>().CloseAsync(Tenants.Default, _run, RunStatus.Succeeded, null, null, None);
}
