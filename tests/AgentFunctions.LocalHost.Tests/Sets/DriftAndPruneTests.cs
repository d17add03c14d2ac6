using System.Text.Json;
using AgentFunctions.LocalHost.Tests.CommandLine;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Sets;

/// <summary>What the commands say about a real host that others change too.</summary>
public sealed class DriftAndPruneTests(OneHost one) : IClassFixture<OneHost>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Diff_AfterAnOperatorsHand_ShowsEveryPathAndEndsWith3()
    {
        _folder.WriteSet([BigSet.Document("teams", "drift", "  displayName: Drift\n  models: [\"sim-*\"]\n"), BigSet.Document("agents", "drift", "  owner: anna\n  team: drift\n  models:\n    - sim-small\n")], "drift");
        Assert.Equal(0, (await one.RunAsync(_folder, "apply")).ExitCode);
        await one.Host.DeclareAsync("agents", "drift", """{"owner":"somebody","sponsor":"bob","team":"drift","models":["sim-small","sim-*"]}""");
        await one.Host.SetStateAsync("agents", "drift", "suspended");
        var sequence = await one.Host.SequenceAsync();

        var diff = await one.RunAsync(_folder, "diff");

        Assert.Equal((3, ""), (diff.ExitCode, diff.Error));
        Assert.Equal(
            [
                "~ agents/drift part-0/00.yaml:8",
                "spec.models[1]: \"sim-*\" -> (none)",
                "spec.owner: \"somebody\" -> \"anna\"",
                "spec.sponsor: \"bob\" -> (none)",
                "0 to create, 1 to update, 0 to delete; 1 unchanged.",
            ],
            Lines(diff.Out).Order(Comparer<string>.Create((a, b) => Rank(a) != Rank(b) ? Rank(a) - Rank(b) : string.CompareOrdinal(a, b))));
        Assert.Equal(sequence, await one.Host.SequenceAsync());

        var json = JsonDocument.Parse((await one.RunAsync(_folder, "diff", "--output", "json")).Out).RootElement;
        var paths = json.GetProperty("changes").EnumerateArray().Single(c => c.GetProperty("action").GetString() == "update").GetProperty("diff").EnumerateArray().ToDictionary(d => d.GetProperty("path").GetString()!);
        Assert.False(paths["spec.sponsor"].TryGetProperty("to", out _), "a value that will be none is missing, as docs/manifests.md says");

        // Applying takes the hand's change back, not the operator's decision to stop the agent.
        Assert.Equal(0, (await one.RunAsync(_folder, "apply")).ExitCode);
        var agent = (await one.Host.GetAsync("/api/agents/drift")).Ok().Json;
        Assert.Equal(("anna", "suspended"), (agent.GetProperty("spec").GetProperty("owner").GetString(), agent.GetProperty("state").GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Prune_DeletesOnlyItsOwn()
    {
        await one.Host.DeclareAsync("agents", "prune-nobodys", """{"models":["sim-small"]}""");
        _folder.WriteSet([Agent("prune-theirs")], "theirs");
        Assert.Equal(0, (await one.RunAsync(_folder, "apply")).ExitCode);
        _folder.WriteSet([Agent("prune-kept"), Agent("prune-dropped"), BigSet.Document("teams", "prune-team", "  models: [\"*\"]\n")], "mine");
        Assert.Equal(0, (await one.RunAsync(_folder, "apply")).ExitCode);

        _folder.WriteSet([Agent("prune-kept")], "mine");
        Assert.Equal("No differences; 1 unchanged.", (await one.RunAsync(_folder, "apply")).Out.Trim());
        var pruned = await one.RunAsync(_folder, "apply", "--prune");

        Assert.Equal((0, ""), (pruned.ExitCode, pruned.Error));
        Assert.Contains("- agents/prune-dropped", pruned.Out, StringComparison.Ordinal);
        Assert.Contains("0 created, 0 updated, 2 deleted; 1 unchanged.", pruned.Out, StringComparison.Ordinal);
        Assert.Equal(["agents/prune-kept", "agents/prune-nobodys", "agents/prune-theirs"], (await one.Host.ExportAsync()).Keys.Where(k => k.Contains("prune-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains("agents/demo", (await one.Host.ExportAsync()).Keys);
    }

    [Fact]
    public async Task Prune_OfWhatSomebodyElseNames_IsRefusedWhole()
    {
        _folder.WriteSet([BigSet.Document("teams", "used", "  models: [\"*\"]\n"), Agent("used-mine")], "used");
        Assert.Equal(0, (await one.RunAsync(_folder, "apply")).ExitCode);
        await one.Host.DeclareAsync("agents", "used-other", """{"team":"used","models":["sim-small"]}""");

        _folder.WriteSet([Agent("used-new")], "used");
        var run = await one.RunAsync(_folder, "apply", "--prune");

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains("agents/used-other", run.Error, StringComparison.Ordinal);
        Assert.Contains("teams/used", run.Error, StringComparison.Ordinal);
        Assert.Equal(404, (await one.Host.GetAsync("/api/agents/used-new")).Status);
        Assert.Equal(200, (await one.Host.GetAsync("/api/agents/used-mine")).Status);
    }

    [Fact]
    public async Task Apply_OfWhatAnotherOwns_NamesTheOwnerUntilForced()
    {
        _folder.WriteSet([Agent("owned")], "first");
        Assert.Equal(0, (await one.RunAsync(_folder, "apply")).ExitCode);

        _folder.WriteSet([Agent("owned"), Agent("owned-too")], "second");
        var refused = await one.RunAsync(_folder, "apply");

        Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
        Assert.Contains("first", refused.Error, StringComparison.Ordinal);
        Assert.Contains("part-0/00.yaml:1", refused.Error, StringComparison.Ordinal);
        Assert.Equal(404, (await one.Host.GetAsync("/api/agents/owned-too")).Status);
        Assert.Equal(0, (await one.RunAsync(_folder, "apply", "--force")).ExitCode);
        Assert.Equal("second", (await one.Host.GetAsync("/api/agents/owned")).Ok().Json.GetProperty("managedBy").GetString());
    }

    private static string Agent(string id) => BigSet.Document("agents", id, "  models:\n    - sim-small\n");

    private static int Rank(string line) => line[0] == '~' ? 0 : line[0] == 's' ? 1 : 2;

    private static IEnumerable<string> Lines(string text) => text.Trim().ReplaceLineEndings("\n").Split('\n').Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
