using System.Diagnostics;
using System.Net;
using System.Text.Json;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.FirstRun;

public sealed class FirstRunTests : IDisposable
{
    private static readonly TimeSpan ExitDeadline = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_FreshFolder_PrintsACurlLineThatAnswersAsPasted()
    {
        await using var host = await LocalHostProcess.StartAsync(_folder.Sub("data"));

        var answer = await PasteAsync(await CurlLineAsync(host));

        var message = JsonDocument.Parse(answer).RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();
        Assert.False(string.IsNullOrWhiteSpace(message));
        Assert.Contains(answer.Trim(), await File.ReadAllTextAsync(Path.Combine(RepositoryFolder.Root, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FreshFolder_TheCurlLineStreamsToo()
    {
        await using var host = await LocalHostProcess.StartAsync(_folder.Sub("data"));
        var line = (await CurlLineAsync(host)).Replace("{\"model\"", "{\"stream\":true,\"model\"", StringComparison.Ordinal);

        var answer = await PasteAsync(line);

        Assert.StartsWith("data: {", answer, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]", answer.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AgainOnTheSameFolder_KeepsTheKeys()
    {
        string first;
        await using (var host = await LocalHostProcess.StartAsync(_folder.Sub("data")))
        {
            first = KeyIn(await CurlLineAsync(host));
            host.Terminate();
            Assert.Equal(0, await host.WaitForExitAsync(ExitDeadline));
        }

        await using var again = await LocalHostProcess.StartAsync(_folder.Sub("data"));

        Assert.Equal(first, KeyIn(await CurlLineAsync(again)));
    }

    [Fact]
    public async Task Start_NoAdminKeyGiven_GeneratesOneInAnOwnerOnlyFile()
    {
        await using var host = await LocalHostProcess.StartAsync(_folder.Sub("data"), environment: new Dictionary<string, string?> { ["AGENTFUNCTIONS_ADMIN_KEY"] = null });

        var file = Path.Combine(_folder.Sub("data"), "admin.key");
        var key = (await File.ReadAllTextAsync(file)).Trim();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/agents");
        request.Headers.Authorization = new("Bearer", key);
        var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(key, host.Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Start_PortInUse_NamesTheOption()
    {
        await using var first = await LocalHostProcess.StartAsync(_folder.Sub("a"));
        await using var second = LocalHostProcess.Launch(["--urls", first.Address.ToString().TrimEnd('/'), "--data", _folder.Sub("b")]);

        Assert.Equal(1, await second.WaitForExitAsync(ExitDeadline));
        Assert.Contains("--urls", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AddressOfAnotherMachine_NamesTheOption()
    {
        await using var host = LocalHostProcess.Launch(["--urls", "http://192.0.2.1:7071", "--data", _folder.Sub("data")]);

        Assert.Equal(1, await host.WaitForExitAsync(ExitDeadline));
        Assert.Contains("--urls", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ManifestFolderMissing_SaysSo()
    {
        await using var host = LocalHostProcess.Launch(["--urls", "http://127.0.0.1:0", "--data", _folder.Sub("data"), "--manifests", _folder.Sub("none")]);

        Assert.Equal(1, await host.WaitForExitAsync(ExitDeadline));
        Assert.Contains(_folder.Sub("none"), host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ProviderWithoutItsSecret_NamesTheVariableToSet()
    {
        await using var host = await LocalHostProcess.StartAsync(_folder.Sub("data"), ["--manifests", Path.Combine(RepositoryFolder.Root, "manifests", "openai")]);
        await TestWait.UntilAsync(() => host.Output.Contains("curl ", StringComparison.Ordinal), "the banner is printed whole");

        Assert.Contains("AGENTFUNCTIONS_SECRET_OPENAI_API_KEY", host.Output, StringComparison.Ordinal);
        Assert.Contains("\"model\":\"chat\"", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DotnetRun_FromAnotherFolder_KeepsThatFolder()
    {
        var project = Path.Combine(RepositoryFolder.Root, "src", "AgentFunctions.LocalHost");
        var configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
        var start = new ProcessStartInfo("dotnet", ["run", "--no-build", "-c", configuration, "--project", project, "--", "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = _folder.FullPath,
            RedirectStandardOutput = true,
        };
        using var host = Process.Start(start)!;
        try
        {
            string? line;
            do line = await host.StandardOutput.ReadLineAsync();
            while (line is not null && !line.StartsWith("  data ", StringComparison.Ordinal));

            Assert.NotNull(line);
            Assert.EndsWith(Path.Combine(Path.GetFileName(_folder.FullPath), ".agentfunctions"), line, StringComparison.Ordinal);
        }
        finally
        {
            host.Kill(entireProcessTree: true);
            await host.WaitForExitAsync();
        }
    }

    private static async Task<string> CurlLineAsync(LocalHostProcess host)
    {
        await TestWait.UntilAsync(() => host.Output.Contains("curl ", StringComparison.Ordinal), "the banner prints a curl line");
        return host.Output.Split('\n').Single(static line => line.StartsWith("curl ", StringComparison.Ordinal));
    }

    private static string KeyIn(string curlLine) => curlLine.Split("Bearer ")[1].Split('\'')[0];

    private static async Task<string> PasteAsync(string line)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", line]) { RedirectStandardOutput = true })!;
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.Equal(0, shell.ExitCode);
        return output;
    }
}
