using System.Diagnostics;

namespace AgentFunctions.Clients.Tests.Hosting;

/// <summary>The npm packages of the scripts, exactly as locked. <c>./test</c> installs them; so does a test run of this project alone.</summary>
internal static class NodePackages
{
    public static void EnsureInstalled()
    {
        var installed = new FileInfo(Path.Combine(NodeScripts.Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(NodeScripts.Folder, "package-lock.json"))) return;

        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        using var process = Process.Start(new ProcessStartInfo(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"]) { WorkingDirectory = NodeScripts.Folder, RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"npm ci failed in {NodeScripts.Folder}; Node.js 20 or later is needed.");
    }
}
