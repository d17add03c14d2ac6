using AgentFunctions.Infra.Tests.Repository;

namespace AgentFunctions.Infra.Tests.Scripts;

/// <summary>The hooks of azd parse, stop at the first error and can be run again.</summary>
public sealed class ScriptTests
{
    public static TheoryData<string> Scripts => [.. Tree.Files("infra", "*.sh")];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Scripts_Syntax_IsBash(string path)
    {
        var parsed = Command.Run("bash", "-n", Tree.Absolute(path));
        Assert.Equal("", parsed.Errors);
        Assert.Equal(0, parsed.ExitCode);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Scripts_Start_StopsAtErrors(string path)
    {
        var text = Tree.Read(path);
        Assert.StartsWith("#!/usr/bin/env bash\n", text, StringComparison.Ordinal);
        Assert.Contains("\nset -euo pipefail\n", text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.True(File.GetUnixFileMode(Tree.Absolute(path)).HasFlag(UnixFileMode.UserExecute), $"{path} is not executable");
    }

    [Fact]
    public void Scripts_Hooks_AreThoseOfAzd()
    {
        var azd = Tree.Read("azure.yaml");
        Assert.All(Tree.Files("infra", "*.sh"), path => Assert.Contains(path, azd, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Scripts_Settings_AreAskedForByName(string path)
    {
        // Without what it needs a script ends at once and says what is missing.
        var start = Command.Run("env", "-i", "PATH=/nowhere", "/bin/bash", Tree.Absolute(path));
        Assert.NotEqual(0, start.ExitCode);
        Assert.NotEqual("", start.Errors);
    }
}
