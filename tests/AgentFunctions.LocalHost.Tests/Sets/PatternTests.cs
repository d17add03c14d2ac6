using System.Text.Json;
using AgentFunctions.LocalHost.Tests.CommandLine;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Sets;

/// <summary>The ready patterns: applied as a user would, held to their own tests, and run with the simulated model.</summary>
public sealed class PatternTests(PatternTests.Patterns patterns) : IClassFixture<PatternTests.Patterns>, IDisposable
{
    private static readonly string Folder = Path.Combine(RepositoryFolder.Root, "manifests", "patterns");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tests_OfThePatterns_AllPass()
    {
        var run = await OneHost.RunAsync(patterns.Host, _folder, "test", Folder);
        Assert.True(run.ExitCode == 0, run.Out + run.Error);
        Assert.Contains("10 passed, 0 failed.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_ThatDoesNotHold_EndsWith1AndSaysWhat()
    {
        _folder.Write("router.test.json", """{"workflow":"router","tests":{"goes wrong":{"input":{"request":"x"},"agents":{"router-classifier":[{"category":"other"}],"router-general":["a"]},"expect":{"output":"b"}},"is no test":{"expects":{}}}}""");
        _folder.Write("more/none.test.json", """{"workflow":"no-such","tests":{"is not there":{}}}""");
        var run = await patterns.RunAsync(_folder, "test");
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains("router.test.json: expect.output: expected \"b\", was \"a\"", run.Out, StringComparison.Ordinal);
        Assert.Contains("router.test.json: expects: unknown field", run.Out, StringComparison.Ordinal);
        Assert.Contains("FAILED  no-such: is not there", run.Out, StringComparison.Ordinal);
        Assert.Contains("0 passed, 3 failed.", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "is not valid JSON")]
    [InlineData("[]", "is no file of tests")]
    [InlineData(null, "has no tests")]
    public async Task Test_FolderWithoutUsableTests_EndsWith1(string? file, string said)
    {
        _folder.Write("other.yaml", "a: 1");
        if (file is not null) _folder.Write("a.test.json", file);
        var run = await patterns.RunAsync(_folder, "test");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("router", """{"request":"I was charged twice"}""", "\"Billing: we look into I was charged twice\"")]
    [InlineData("router", """{"request":"The app shows an error"}""", "\"Technical: we look into The app shows an error\"")]
    [InlineData("router", """{"request":"Hello"}""", "\"General: we look into Hello\"")]
    [InlineData("reviewer-loop", """{"task":"Say hello"}""", """{"text":"A short second draft.","approved":true,"rounds":2,"feedback":""}""")]
    public async Task Run_WithTheSimulatedModel_GivesItsOutput(string workflow, string input, string output) => Assert.Equal(output, (await RunAsync(workflow, input)).GetRawText());

    [Fact]
    public async Task Run_PlannerExecutor_DoesEveryTask()
    {
        var output = await RunAsync("planner-executor", """{"goal":"Choose a database"}""");
        Assert.Equal((3, 0), (output.GetProperty("tasks").GetInt32(), output.GetProperty("failed").GetInt32()));
        Assert.All(new[] { "Choose a database", "Done: Collect the facts", "Done: Write the summary" }, said => Assert.Contains(said, output.GetProperty("report").GetString(), StringComparison.Ordinal));
    }

    private async Task<JsonElement> RunAsync(string workflow, string input)
    {
        var id = (await patterns.Host.ApiAsync(HttpMethod.Post, $"/api/workflows/{workflow}/runs", $$"""{"input":{{input}} }""")).Ok().Json.GetProperty("id").GetString();
        var run = default(JsonElement);
        await TestWait.UntilAsync(
            async () =>
            {
                run = (await patterns.Host.GetAsync($"/api/runs/{id}")).Ok().Json;
                return run.GetProperty("status").GetString() is not ("pending" or "running" or "waiting");
            },
            "the run ends");
        Assert.True(run.GetProperty("status").GetString() == "succeeded", run.GetRawText());
        return run.GetProperty("output");
    }

    /// <summary>A host on which the patterns were applied.</summary>
    public sealed class Patterns : IAsyncLifetime, IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public LocalHostProcess Host { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Host = await LocalHostProcess.StartAsync(_folder.Data);
            var run = await OneHost.RunAsync(Host, _folder, "apply", Folder);
            Assert.True(run.ExitCode == 0, run.Out + run.Error);
        }

        public async Task DisposeAsync() => await Host.DisposeAsync();

        public void Dispose() => _folder.Dispose();

        internal Task<CommandRun> RunAsync(TemporaryFolder folder, string command) => OneHost.RunAsync(Host, folder, command, "m");
    }
}
