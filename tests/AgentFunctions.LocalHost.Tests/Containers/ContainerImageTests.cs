using System.Diagnostics;
using System.Text.Json;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Containers;

/// <summary>The image as the SDK is told to make it; the base image itself is not fetched.</summary>
public sealed class ContainerImageTests
{
    private static readonly Lazy<Task<JsonElement>> Evaluated = new(EvaluateAsync);

    [Theory]
    [InlineData("ContainerRepository", "agentfunctions")]
    [InlineData("ContainerImageTag", "0.1.0")]
    [InlineData("ContainerBaseImage", "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra")]
    public async Task Image_Name_IsAsDocumented(string property, string expected) => Assert.Equal(expected, await PropertyAsync(property));

    // A cluster that forbids root looks at the number: a name could be root's.
    [Fact]
    public async Task Image_User_IsANumberAndNotRoot() => Assert.True(int.Parse(await PropertyAsync("ContainerUser"), System.Globalization.CultureInfo.InvariantCulture) > 0);

    [Fact]
    public async Task Image_Command_ListensOnThePortItNamesAndKeepsDataInTheUsersFolder()
    {
        Assert.Equal(["dotnet", "/app/AgentFunctions.LocalHost.dll"], await ItemsAsync("ContainerAppCommand"));
        Assert.Equal(["--urls", "http://+:8080", "--data", "/home/app/data"], await ItemsAsync("ContainerDefaultArgs"));
        Assert.Equal(["8080"], await ItemsAsync("ContainerPort"));
    }

    // Settings come with the container: what an image holds everybody who has it can read.
    [Fact]
    public async Task Image_Environment_HoldsNoSettings() => Assert.DoesNotContain(await ItemsAsync("ContainerEnvironmentVariable"), static name => name.StartsWith("AGENTFUNCTIONS", StringComparison.OrdinalIgnoreCase));

    private static async Task<string> PropertyAsync(string name) => (await Evaluated.Value).GetProperty("Properties").GetProperty(name).GetString()!;

    private static async Task<string[]> ItemsAsync(string name) => [.. (await Evaluated.Value).GetProperty("Items").GetProperty(name).EnumerateArray().Select(static item => item.GetProperty("Identity").GetString()!)];

    private static async Task<JsonElement> EvaluateAsync()
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "msbuild", Path.Combine(RepositoryFolder.Root, "src", "AgentFunctions.LocalHost"), "-nologo", "-nodeReuse:false", "-t:ComputeContainerConfig",
                "-getProperty:ContainerBaseImage,ContainerUser,ContainerRepository,ContainerImageTag", "-getItem:ContainerPort,ContainerDefaultArgs,ContainerAppCommand,ContainerEnvironmentVariable",
            ]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, text);
        return JsonElement.Parse(text);
    }
}
