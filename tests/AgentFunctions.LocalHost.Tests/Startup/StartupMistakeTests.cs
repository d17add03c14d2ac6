using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Startup;

/// <summary>What a user got wrong is one line that says so and exit code 1, not a crash with a page of stack trace.</summary>
public sealed class StartupMistakeTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_OptionOfTheWrongType_NamesTheOptionAndExits1()
    {
        await AssertRefusedAsync("AgentFunctions:Http:MaxRequestBodyBytes", new Dictionary<string, string?> { ["AgentFunctions__Http__MaxRequestBodyBytes"] = "abc" });
    }

    [Fact]
    public async Task Start_DamagedStoreFile_NamesTheFileAndExits1()
    {
        Directory.CreateDirectory(_folder.Sub("data"));
        await File.WriteAllBytesAsync(Path.Combine(_folder.Sub("data"), "documents.db"), [.. Enumerable.Repeat((byte)7, 8192)]);

        await AssertRefusedAsync("documents.db", new Dictionary<string, string?>());
    }

    [Fact]
    public async Task Start_DamagedSecretsKey_NamesTheFileAndExits1()
    {
        Directory.CreateDirectory(_folder.Sub("data"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Sub("data"), "secrets.key"), "too short");

        await AssertRefusedAsync("secrets.key", new Dictionary<string, string?>());
    }

    [Fact]
    public async Task Start_NewerDataFolder_NamesBothFormatsAndExits1()
    {
        Directory.CreateDirectory(_folder.Sub("data"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Sub("data"), "format.json"), """{"format":99,"product":"9.0.0","at":"2026-01-01T00:00:00+00:00"}""");

        await AssertRefusedAsync("has format 99", new Dictionary<string, string?>());
    }

    private async Task AssertRefusedAsync(string named, Dictionary<string, string?> environment)
    {
        await using var host = LocalHostProcess.Launch(["--urls", "http://127.0.0.1:0", "--data", _folder.Sub("data")], environment);

        Assert.Equal(1, await host.WaitForExitAsync(Deadline));
        Assert.Contains(named, host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
    }
}
