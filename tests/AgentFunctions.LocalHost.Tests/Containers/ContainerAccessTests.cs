using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Containers;

/// <summary>In a container the host listens where others reach it only if somebody may operate it, and shows nobody a key.</summary>
public sealed class ContainerAccessTests : IDisposable
{
    private const string Directory = "11111111-1111-1111-1111-111111111111";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("http://+:0", null)]
    [InlineData("http://127.0.0.1:0;http://0.0.0.0:0", null)]
    [InlineData("http://[::]:0", Directory)]
    public async Task Start_OpenAndNobodyWhoMayOperate_SaysWhatToSetAndExits1(string urls, string? tenantId)
    {
        await using var host = Launch(urls, ("AGENTFUNCTIONS_ADMIN_KEY", ""), ("AgentFunctions__Entra__TenantId", tenantId));

        Assert.Equal(1, await host.WaitForExitAsync(Deadline));
        Assert.Contains("set AGENTFUNCTIONS_ADMIN_KEY", host.Output, StringComparison.Ordinal);
        Assert.Contains("AgentFunctions__Entra__ClientId", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("listening", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OpenAndAKeyGiven_ListensAndPrintsNoKey()
    {
        await using var host = Launch("http://+:0", ("AGENTFUNCTIONS_ADMIN_KEY", LocalHostProcess.AdminKey));

        await ListensAsync(host);

        Assert.Contains(Path.Combine(_folder.Data, "demo.key"), host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain((await File.ReadAllTextAsync(Path.Combine(_folder.Data, "demo.key"))).Trim(), host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OpenAndADirectoryOfPeople_Listens()
    {
        await using var host = Launch("http://+:0", ("AGENTFUNCTIONS_ADMIN_KEY", ""), ("AgentFunctions__Entra__TenantId", Directory), ("AgentFunctions__Entra__ClientId", Directory));

        await ListensAsync(host);
    }

    // Nobody else is there: what tools and tests do in containers of their own.
    [Fact]
    public async Task Start_LoopbackOnly_NeedsNothing()
    {
        await using var host = Launch("http://127.0.0.1:0", ("AGENTFUNCTIONS_ADMIN_KEY", ""));

        await ListensAsync(host);
    }

    private static Task ListensAsync(LocalHostProcess host) => TestKit.TestWait.UntilAsync(() => host.Output.Contains("  listening   ", StringComparison.Ordinal) && host.Output.Contains("curl", StringComparison.Ordinal), "it listens", Deadline);

    private LocalHostProcess Launch(string urls, params (string Name, string? Value)[] settings) => LocalHostProcess.Launch(
        ["--urls", urls, "--data", _folder.Data], settings.Append(("DOTNET_RUNNING_IN_CONTAINER", "true")).ToDictionary(static setting => setting.Item1, static setting => setting.Item2));
}
