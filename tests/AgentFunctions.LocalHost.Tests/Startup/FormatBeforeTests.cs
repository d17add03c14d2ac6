using System.IO.Compression;
using System.Net;
using System.Text.Json;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Startup;

/// <summary>A data folder that the version before left is taken over by a plain start; one of a later version is refused.</summary>
public sealed class FormatBeforeTests : IDisposable
{
    private static readonly string Fixture = Path.Combine(RepositoryFolder.Root, "tests", "AgentFunctions.Embedded.Tests", "DataFolders", "Formats", "1");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_FolderOfTheVersionBefore_ServesItsKeys()
    {
        await ZipFile.ExtractToDirectoryAsync(Path.Combine(Fixture, "folder.zip"), _folder.Data);
        using var expected = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Fixture, "expected.json")));
        var keys = expected.RootElement.GetProperty("keys");

        await using var host = await LocalHostProcess.StartAsync(_folder.Data);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, keys.GetProperty("billing-1").GetString()!));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, keys.GetProperty("search-2").GetString()!));
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(_folder.Data, "backups"), "before-format-2-*"));
        using var teams = LocalHostCalls.Request(HttpMethod.Get, "/api/teams", LocalHostProcess.AdminKey);
        using var answer = await host.Client.SendAsync(teams);
        Assert.Contains("\"billing\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FolderOfALaterVersion_IsRefusedInOneLine()
    {
        Directory.CreateDirectory(_folder.Data);
        await File.WriteAllTextAsync(Path.Combine(_folder.Data, "format.json"), """{"format":3,"product":"9.0.0","at":"2027-01-01T00:00:00+00:00"}""");

        await using var host = LocalHostProcess.Launch(["--urls", "http://127.0.0.1:0", "--data", _folder.Data]);

        Assert.Equal(1, await host.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("has format 3", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(LocalHostProcess host, string key)
    {
        using var answer = await host.ChatAsync(key, "sim-small", stream: false);
        return answer.StatusCode;
    }
}
