using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.TestKit.Processes;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.LocalHost.Tests.CommandLine;

public sealed class ApplyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task DiffAndApply_FromNothingToDrift_SayWhatDiffers()
    {
        _folder.Write("agents/triage.yaml", ManifestFiles.Agent("triage", "small"));
        _folder.Write("models.yaml", ManifestFiles.Model + "---\n" + ManifestFiles.Provider);
        _folder.Write("agentfunctions.yaml", "managedBy: my-platform\n");
        await using var server = await FakeControlPlane.StartAsync();
        Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.RunAsync(_folder, [arguments[0], "m", "--server", server.Address, .. arguments[1..]]);

        var first = await RunAsync("diff");
        Assert.Equal(3, first.ExitCode);
        Assert.Equal(
            ["+ providers/sim models.yaml:8", "+ models/small models.yaml:1", "+ agents/triage agents/triage.yaml:1", "3 to create, 0 to update, 0 to delete; 0 unchanged."],
            Lines(first.Out));
        Assert.Equal(0, (await RunAsync("apply", "--dry-run")).ExitCode);
        Assert.Empty(server.Resources);

        var applied = await RunAsync("apply");
        Assert.Equal((0, "3 created, 0 updated, 0 deleted; 0 unchanged. Sequence 1."), (applied.ExitCode, Lines(applied.Out)[^1]));
        Assert.Equal(["No differences; 3 unchanged."], Lines((await RunAsync("apply")).Out));
        Assert.Equal(0, (await RunAsync("diff")).ExitCode);

        // An operator changes one thing, another thing is declared no more, a third belongs to nobody.
        server.Resources["providers/sim"] = (JsonNode.Parse("""{"type":"simulated","headers":{"x-by":"hand\u001b[31m"}}""")!, "my-platform", 2);
        server.Resources["models/old"] = (JsonNode.Parse("{}")!, "my-platform", 1);
        server.Resources["models/theirs"] = (JsonNode.Parse("{}")!, null, 1);
        var drift = await RunAsync("diff", "--prune");
        Assert.Equal(3, drift.ExitCode);
        Assert.Equal(
            ["~ providers/sim models.yaml:8", """spec.headers: {"x-by":"hand\u001b[31m"} -> (none)""", "- models/old", "0 to create, 1 to update, 1 to delete; 2 unchanged."],
            Lines(drift.Out).Select(l => l.Replace("\\u001B", "\\u001b", StringComparison.Ordinal)));
        Assert.Equal(0, (await RunAsync("apply", "--prune")).ExitCode);
        Assert.Equal(["agents/triage", "models/small", "models/theirs", "providers/sim"], server.Resources.Keys);
    }

    [Fact]
    public async Task Apply_500ResourcesWithOneBadReference_ChangesNothingAndNamesFileLineAndPath()
    {
        _folder.Write("base.yaml", ManifestFiles.Provider + "---\n" + ManifestFiles.Model);
        for (var file = 0; file < 50; file++)
            _folder.Write($"agents/{file:d2}.yaml", string.Join("---\n", Enumerable.Range(0, 10).Select(i => ManifestFiles.Agent($"a{file}-{i}", "small", file == 33 && i == 7 ? "smal" : "small-*"))));
        await using var server = await FakeControlPlane.StartAsync();

        var run = await CommandRun.RunAsync(_folder, "apply", "m", "--server", server.Address);

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Equal(
            [
                "Refused with 400 invalid_resource, request req_1: the set is not valid there.",
                "agents/33.yaml:63: spec.models[1] names models/smal, which does not exist: create it first, or correct the name",
                "Nothing was changed.",
            ],
            run.Error.Trim().ReplaceLineEndings("\n").Split('\n'));
        Assert.Empty(server.Resources);
    }

    [Fact]
    public async Task Apply_Json_HasChangesForScripts()
    {
        _folder.Write("sim.yaml", ManifestFiles.Provider);
        await using var server = await FakeControlPlane.StartAsync();
        server.Resources["providers/sim"] = (JsonNode.Parse("""{"type":"simulated","allowInsecure":null,"headers":{}}""")!, null, 3);

        var run = await CommandRun.RunAsync(_folder, "diff", "m", "--server", server.Address, "--output", "json");

        Assert.Equal(3, run.ExitCode);
        var report = JsonDocument.Parse(run.Out).RootElement;
        Assert.True(report.GetProperty("ok").GetBoolean() && report.GetProperty("dryRun").GetBoolean());
        Assert.Equal(1, report.GetProperty("summary").GetProperty("update").GetInt32());
        Assert.Equal("""[{"path":"spec.headers","from":{}}]""", report.GetProperty("changes")[0].GetProperty("diff").GetRawText());
    }

    [Fact]
    public async Task Apply_OwnedByAnother_NamesOwnerAndFileUntilForced()
    {
        _folder.Write("sim.yaml", ManifestFiles.Provider);
        await using var server = await FakeControlPlane.StartAsync();
        server.Resources["providers/sim"] = (JsonNode.Parse("{}")!, "others", 1);

        var refused = await CommandRun.RunAsync(_folder, "apply", "m", "--server", server.Address, "--managed-by", "me");
        var forced = await CommandRun.RunAsync(_folder, "apply", "m", "--server", server.Address, "--managed-by", "me", "--force");

        Assert.Equal((1, 0), (refused.ExitCode, forced.ExitCode));
        Assert.Contains("providers/sim is managed by others", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Contains("sim.yaml:1: ", refused.Error, StringComparison.Ordinal);
        Assert.Equal("me", server.Resources["providers/sim"].ManagedBy);
    }

    [Fact]
    public async Task Apply_Tenant_IsSentAlong()
    {
        _folder.Write("sim.yaml", ManifestFiles.Provider);
        await using var server = await FakeControlPlane.StartAsync();

        Assert.Equal(0, (await CommandRun.RunAsync(_folder, "apply", "m", "--server", server.Address + "/", "--tenant", "acme")).ExitCode);

        Assert.Equal(["PUT /api/resources?dryRun=false&prune=false&force=false acme"], server.Calls);
    }

    [Fact]
    public async Task Apply_KeyFile_WinsOverTheVariable()
    {
        _folder.Write("sim.yaml", ManifestFiles.Provider);
        await File.WriteAllTextAsync(_folder.Sub("key"), FakeControlPlane.Key + "\r\n");
        await using var server = await FakeControlPlane.StartAsync();

        Assert.Equal(0, (await CommandRun.RunAsync(_folder, "another-key-0123456789", ["apply", "m", "--server", server.Address, "--key-file", "key"])).ExitCode);
        Assert.Contains("no such file", (await CommandRun.RunAsync(_folder, "apply", "m", "--server", server.Address, "--key-file", "kee")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_WrongKey_SaysSo()
    {
        _folder.Write("sim.yaml", ManifestFiles.Provider);
        await using var server = await FakeControlPlane.StartAsync();

        var run = await CommandRun.RunAsync(_folder, "another-key-0123456789", ["apply", "m", "--server", server.Address]);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Refused with 401 invalid_api_key, request req_1: the key is not known there", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_Redirect_IsNotFollowedWithTheKey()
    {
        _folder.Write("sim.yaml", ManifestFiles.Provider);
        await using var other = await FakeControlPlane.StartAsync();
        await using var server = await FakeControlPlane.StartAsync();
        server.Instead = context =>
        {
            context.Response.Redirect(other.Address + "/api/resources", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };

        var run = await CommandRun.RunAsync(_folder, "apply", "m", "--server", server.Address);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("redirects elsewhere", run.Error, StringComparison.Ordinal);
        Assert.Empty(other.Calls);
    }

    [Theory]
    [InlineData(200, "<html>", "does not answer as AgentFunctions does")]
    [InlineData(200, "", "does not answer as AgentFunctions does")]
    [InlineData(200, "null", "does not answer as AgentFunctions does")]
    [InlineData(502, "<html>bad gateway", "Refused with 502: no reason given")]
    [InlineData(503, """{"code":"control_plane_unavailable","detail":"The state could not be confirmed.\u001b[2J"}""", "Refused with 503 control_plane_unavailable: The state could not be confirmed. [2J.")]
    [InlineData(400, """{"code":"invalid_request","detail":"At most 5000 items.","errors":[]}""", "At most 5000 items")]
    public async Task Apply_AnswerOfAnotherKind_IsExplained(int status, string body, string said)
    {
        _folder.Write("sim.yaml", ManifestFiles.Provider);
        await using var server = await FakeControlPlane.StartAsync();
        server.Instead = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        };

        var run = await CommandRun.RunAsync(_folder, "apply", "m", "--server", server.Address);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Error);
    }

    [Fact]
    public async Task Apply_NobodyListens_SaysSo()
    {
        _folder.Write("sim.yaml", ManifestFiles.Provider);

        var run = await CommandRun.RunAsync(_folder, "apply", "m", "--server", "http://127.0.0.1:9");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot be reached", run.Error, StringComparison.Ordinal);

        var json = await CommandRun.RunAsync(_folder, "apply", "m", "--server", "http://127.0.0.1:9", "--output", "json");
        Assert.Equal(run.Error.Trim(), JsonDocument.Parse(json.Out).RootElement.GetProperty("error").GetProperty("message").GetString());
    }

    private static List<string> Lines(string text) => [.. text.Trim().ReplaceLineEndings("\n").Split('\n').Select(l => System.Text.RegularExpressions.Regex.Replace(l.Trim(), " {2,}", " "))];
}
