using AgentFunctions.LocalHost.Tests.CommandLine;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Sets;

/// <summary>Environments, and what comes out of one host going into another.</summary>
public sealed class OverlayAndExportTests(OneHost one) : IClassFixture<OneHost>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Overlay_IsMergedForItsEnvironmentOnly()
    {
        _folder.Write("agent.yaml", BigSet.Document("agents", "layered", "  owner: dev\n  sponsor: sam\n  models: [sim-small, sim-reasoning]\n  limits: {steps: 5, deadline: \"00:05:00\"}\n"));
        _folder.Write("overlays/prod/any-name.yaml", "kind: agents\nid: layered\nspec:\n  owner: on-call\n  sponsor: null\n  models: [sim-small]\n  limits: {steps: 50}\n");
        _folder.Write("overlays/prod/more.yaml", BigSet.Document("agents", "layered-prod", "  models: [sim-small]\n"));

        Assert.Equal(0, (await one.RunAsync(_folder, "apply", "--env", "prod")).ExitCode);

        var spec = (await one.Host.GetAsync("/api/agents/layered")).Ok().Json.GetProperty("spec");
        Assert.Equal("""{"owner":"on-call","models":["sim-small"],"limits":{"steps":50,"deadline":"00:05:00"}}""", spec.GetRawText());
        Assert.Equal(200, (await one.Host.GetAsync("/api/agents/layered-prod")).Status);
        Assert.Equal(0, (await one.RunAsync(_folder, "diff", "--env", "prod")).ExitCode);
        Assert.Equal(3, (await one.RunAsync(_folder, "diff")).ExitCode);
        var unknown = await one.RunAsync(_folder, "diff", "--env", "stage");
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("prod", unknown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yaml")]
    [InlineData("json")]
    public async Task Export_IntoAnotherHost_IsUnchangedAndComesOutTheSame(string format)
    {
        await one.Host.DeclareAsync("teams", "support", """{"displayName":"no","models":["sim-*"]}""");
        await one.Host.DeclareAsync("agents", "a:b", """{"owner":"0x10 # ~","team":"support","instructions":"Be kind.\n  Be brief.\n","models":["sim-*"],"limits":{"steps":7,"deadline":"00:00:30"}}""");
        await one.Host.DeclareAsync("principals", "ops", """{"type":"operator","grants":[]}""");
        await one.Host.IssueKeyAsync("a:b");
        await using var other = await LocalHostProcess.StartAsync(_folder.Data);

        var export = await one.RunAsync(_folder, "export", "--format", format);
        Assert.Equal((0, ""), (export.ExitCode, export.Error));
        var applied = await OneHost.RunAsync(other, _folder, "apply", "m");
        Assert.Equal((0, ""), (applied.ExitCode, applied.Error));

        Assert.Equal(0, (await OneHost.RunAsync(other, _folder, "diff", "m")).ExitCode);
        Assert.Equal(0, (await one.RunAsync(_folder, "diff")).ExitCode);
        var back = await OneHost.RunAsync(other, _folder, "export", "back", "--format", format);
        Assert.Equal((0, ""), (back.ExitCode, back.Error));
        Assert.Equal(Files("m"), Files("back"));
    }

    [Fact]
    public async Task Validate_Offline_JudgesTheFolderAlone()
    {
        _folder.WriteSet(BigSet.Documents("off"));
        var valid = await CommandRun.RunAsync(_folder, null, ["validate", "m"]);
        Assert.Equal((0, "Valid: providers 10, models 50, teams 40, agents 400."), (valid.ExitCode, valid.Out.Trim()));

        _folder.Write("part-1/05.yaml", BigSet.Document("agents", "off-new", "  models: sim-small\n  stpes: 3\n"));
        var invalid = await CommandRun.RunAsync(_folder, null, ["validate", "m"]);
        Assert.Equal(1, invalid.ExitCode);
        Assert.Contains("part-1/05.yaml:5: spec.models", invalid.Error, StringComparison.Ordinal);
        Assert.Contains("part-1/05.yaml:6: spec.stpes", invalid.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandRun.RunAsync(_folder, null, ["validate"])).ExitCode);
        Assert.Equal(2, (await CommandRun.RunAsync(_folder, null, ["validate", "m", "--environment", "prod"])).ExitCode);
    }

    private Dictionary<string, string> Files(string folder) =>
        Directory.EnumerateFiles(_folder.Sub(folder), "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(_folder.Sub(folder), f), File.ReadAllText);
}
