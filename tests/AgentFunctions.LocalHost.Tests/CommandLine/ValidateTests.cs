using System.Text.Json;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.CommandLine;

public sealed class ValidateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Validate_NewAgent_IsValidAndSaysWhatItNeeds()
    {
        var created = await CommandRun.RunAsync(_folder, "new", "agent", "triage", "--team", "support", "--owner", "it's: #1 \"Anna\"");
        Assert.Equal((0, ""), (created.ExitCode, created.Error));
        Assert.Contains("Wrote manifests/support/agents/triage.yaml", created.Out, StringComparison.Ordinal);
        Assert.Equal(3, created.Out.Split('\n').Count(l => l.StartsWith("  dotnet run", StringComparison.Ordinal) || l.StartsWith("  curl", StringComparison.Ordinal)));

        var run = await CommandRun.RunAsync(_folder, "validate", "manifests/support");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("Valid: agents 1.", run.Out, StringComparison.Ordinal);
        Assert.Contains("agents/triage.yaml:14: spec.models[0] names models/sim-small, which this folder does not declare", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewAgent_FileExists_IsLeftAlone()
    {
        await CommandRun.RunAsync(_folder, "new", "agent", "triage", "--team", "support", "--out", "m");
        var file = Path.Combine(_folder.Sub("m"), "agents", "triage.yaml");
        await File.WriteAllTextAsync(file, "mine");

        var run = await CommandRun.RunAsync(_folder, "new", "agent", "triage", "--team", "support", "--out", "m");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("exists: nothing was written", run.Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Validate_Mistakes_AreALineEachAndExit1()
    {
        _folder.Write("agents/triage.yaml", ManifestFiles.Agent("triage", "small") + "  onwer: me\n");
        _folder.Write("broken.json", "{ nonsense");

        var run = await CommandRun.RunAsync(_folder, "validate", "m");

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Equal(
            [
                "agents/triage.yaml:7: spec.onwer unknown field 'onwer'; did you mean 'owner'?",
                "broken.json:1: is not valid JSON near line 1: check quotes, commas and brackets (nesting is limited to 32)",
                "2 problems.",
            ],
            run.Error.Trim().ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public async Task Validate_Json_IsOneObjectWithPlaces()
    {
        _folder.Write("agents/triage.yaml", ManifestFiles.Agent("triage", "small") + "  onwer: me\n");

        var run = await CommandRun.RunAsync(_folder, "validate", "m", "--output", "json");

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        var report = JsonDocument.Parse(run.Out).RootElement;
        Assert.False(report.GetProperty("ok").GetBoolean());
        var problem = report.GetProperty("problems")[0];
        Assert.Equal(("agents/triage.yaml", 7, 3, "spec.onwer"), (problem.GetProperty("file").GetString(), problem.GetProperty("line").GetInt32(), problem.GetProperty("column").GetInt32(), problem.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task Validate_Environment_IsMergedAndAnUnknownOneRefused()
    {
        _folder.Write("sim.yaml", ManifestFiles.Provider);
        _folder.Write("overlays/prod/sim.yaml", "kind: providers\nid: sim\nspec: {type: other}\n");

        var plain = await CommandRun.RunAsync(_folder, "validate", "m");
        var prod = await CommandRun.RunAsync(_folder, "validate", "m", "--env", "prod");
        var unknown = await CommandRun.RunAsync(_folder, "validate", "m", "--env", "pord");

        Assert.Equal((0, 1, 1), (plain.ExitCode, prod.ExitCode, unknown.ExitCode));
        Assert.Contains("Environments (--env): prod.", plain.Out, StringComparison.Ordinal);
        Assert.Contains("overlays/prod/sim.yaml:3: spec.type must be one of", prod.Error, StringComparison.Ordinal);
        Assert.Contains("there are prod; did you mean prod?", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_WithServer_AsksItAndChangesNothing()
    {
        _folder.Write("agents/triage.yaml", ManifestFiles.Agent("triage", "small"));
        await using var server = await FakeControlPlane.StartAsync();

        var run = await CommandRun.RunAsync(_folder, "validate", "m", "--server", server.Address);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("agents/triage.yaml:6: spec.models[0] names models/small, which does not exist", run.Error, StringComparison.Ordinal);
        Assert.Equal(["PUT /api/resources?dryRun=true&prune=false&force=false"], server.Calls);
    }

    [Fact]
    public async Task Validate_FolderThatHoldsNothing_IsAMistake()
    {
        Directory.CreateDirectory(_folder.Sub("m"));

        Assert.Contains("m holds no manifests", (await CommandRun.RunAsync(_folder, "validate", "m")).Error, StringComparison.Ordinal);
        Assert.Contains("is not a folder", (await CommandRun.RunAsync(_folder, "validate", "absent")).Error, StringComparison.Ordinal);
    }
}
