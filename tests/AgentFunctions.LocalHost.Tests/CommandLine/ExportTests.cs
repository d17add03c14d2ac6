using System.Text.Json.Nodes;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.CommandLine;

public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("yaml")]
    [InlineData("json")]
    public async Task Export_ThenApply_IsNoDifference(string format)
    {
        await using var server = await ServerAsync();

        var run = await CommandRun.RunAsync(_folder, "export", "out", "--server", server.Address, "--format", format);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal([$"agents/a%3Ab.{format}", $"agents/triage.{format}", $"models/gpt-%2A.{format}", $"models/small.{format}", $"providers/sim.{format}"], Files());
        var diff = await CommandRun.RunAsync(_folder, "diff", "out", "--server", server.Address);
        Assert.Equal((0, "No differences; 5 unchanged."), (diff.ExitCode, diff.Out.Trim()));
    }

    [Fact]
    public async Task Export_File_HoldsWhatWasDeclaredAndNothingElse()
    {
        await using var server = await ServerAsync();

        await CommandRun.RunAsync(_folder, "export", "out", "--server", server.Address);

        Assert.Equal(
            "apiVersion: agentfunctions/v1\nkind: agents\nid: triage\nspec:\n  owner: \"no\"\n  instructions: |\n    Be kind.\n    Be brief.\n  models:\n    - small\n",
            await File.ReadAllTextAsync(Path.Combine(_folder.Sub("out"), "agents", "triage.yaml")));
    }

    [Fact]
    public async Task Export_FilesExist_IsRefusedUntilOverwritten()
    {
        await using var server = await ServerAsync();
        await CommandRun.RunAsync(_folder, "export", "out", "--server", server.Address);
        var file = Path.Combine(_folder.Sub("out"), "agents", "triage.yaml");
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, "mine");
        await File.WriteAllTextAsync(Path.Combine(_folder.Sub("out"), "agents", "gone.yaml"), "mine");

        var refused = await CommandRun.RunAsync(_folder, "export", "out", "--server", server.Address);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("nothing was written", refused.Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(file));

        var forced = await CommandRun.RunAsync(_folder, "export", "out", "--server", server.Address, "--overwrite");
        Assert.Equal(0, forced.ExitCode);
        Assert.Contains("5 resources in out; 1 files written, 4 as before.", forced.Out, StringComparison.Ordinal);
        Assert.Contains("note: agents/gone.yaml is in the folder but was not exported", forced.Out, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Export_OfAnOwner_SaysWhoseItIs()
    {
        await using var server = await ServerAsync();

        await CommandRun.RunAsync(_folder, "export", "out", "--server", server.Address, "--managed-by", "my-platform");

        Assert.Equal(["agentfunctions.yaml", "providers/sim.yaml"], Files());
        Assert.Equal("managedBy: my-platform\n", await File.ReadAllTextAsync(Path.Combine(_folder.Sub("out"), "agentfunctions.yaml")));
        Assert.Equal(0, (await CommandRun.RunAsync(_folder, "diff", "out", "--server", server.Address, "--prune")).ExitCode);
    }

    [Theory]
    [InlineData("../../evil")]
    [InlineData("a/b")]
    [InlineData("..")]
    public async Task Export_IdThatLeavesTheFolder_WritesNothing(string id)
    {
        await using var server = await FakeControlPlane.StartAsync();
        server.Instead = context => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(
            context.Response, new JsonObject { ["items"] = new JsonArray(new JsonObject { ["kind"] = "agents", ["id"] = id, ["spec"] = new JsonObject() }) }.ToJsonString());

        var run = await CommandRun.RunAsync(_folder, "export", "out", "--server", server.Address);

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.FullPath));
    }

    private List<string> Files() => [.. Directory.EnumerateFiles(_folder.Sub("out"), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_folder.Sub("out"), f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    private static async Task<FakeControlPlane> ServerAsync()
    {
        var server = await FakeControlPlane.StartAsync();
        server.Resources["providers/sim"] = (JsonNode.Parse("""{"type":"simulated"}""")!, "my-platform", 1);
        server.Resources["models/small"] = (JsonNode.Parse("""{"targets":[{"provider":"sim","weight":2}]}""")!, null, 1);
        server.Resources["models/gpt-*"] = (JsonNode.Parse("""{"targets":[{"provider":"sim"}]}""")!, null, 1);
        server.Resources["agents/triage"] = (JsonNode.Parse("""{"owner":"no","instructions":"Be kind.\nBe brief.\n","models":["small"]}""")!, null, 7);
        server.Resources["agents/a:b"] = (JsonNode.Parse("""{"models":[]}""")!, null, 1);
        return server;
    }
}
