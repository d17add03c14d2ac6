using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.CommandLine;

/// <summary>The server itself reads the same folders.</summary>
public sealed class StartWithManifestsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_YamlAndEnvironment_AreApplied()
    {
        _folder.Write("all.yaml", ManifestFiles.Provider + "---\n" + ManifestFiles.Model + "---\n" + ManifestFiles.Agent("demo", "small"));
        _folder.Write("overlays/prod/agent.yaml", "kind: agents\nid: demo\nspec: {owner: prod-team}\n");

        await using var host = await LocalHostProcess.StartAsync(_folder.Data, ["--manifests", _folder.Sub("m"), "--env", "prod"]);

        Assert.Contains("environment prod (3 applied, 0 unchanged)", host.Output, StringComparison.Ordinal);
        using var request = LocalHostCalls.Request(HttpMethod.Get, "/api/agents/demo", LocalHostProcess.AdminKey);
        using var response = await host.Client.SendAsync(request);
        Assert.Contains("prod-team", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_BadReference_NamesFileLineAndPath()
    {
        _folder.Write("agents/demo.yaml", ManifestFiles.Agent("demo", "small"));

        await using var host = LocalHostProcess.Launch(["--urls", "http://127.0.0.1:0", "--data", _folder.Data, "--manifests", _folder.Sub("m")]);

        Assert.Equal(1, await host.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("agents/demo.yaml:6: spec.models[0] names models/small, which does not exist", host.Output, StringComparison.Ordinal);
    }
}
