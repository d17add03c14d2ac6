using System.Reflection;
using AgentFunctions.Infra.Tests.Repository;

namespace AgentFunctions.Infra.Tests.Bicep;

/// <summary>The real Bicep CLI, restored with the packages of this project.</summary>
internal static class BicepCli
{
    public static string Program { get; } = Find();

    public static Command Run(params string[] arguments) => Command.Run(Program, arguments);

    private static string Find()
    {
        var folder = typeof(BicepCli).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == "BicepFolder").Value!;
        var path = Path.Combine(folder, OperatingSystem.IsWindows() ? "bicep.exe" : "bicep");
        if (!OperatingSystem.IsWindows() && !File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute)) File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
        return path;
    }
}
