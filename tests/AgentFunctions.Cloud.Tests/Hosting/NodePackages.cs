using System.Diagnostics;

namespace AgentFunctions.Cloud.Tests.Hosting;

/// <summary>The npm packages of the emulators, exactly as locked. <c>./test</c> installs them; so does a test run of this project alone.</summary>
internal static class NodePackages
{
    private static readonly Lock Installing = new();

    public static void EnsureInstalled(string folder)
    {
        lock (Installing)
        {
            var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
            if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"))) return;

            var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            using var process = Process.Start(new ProcessStartInfo(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"]) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"npm ci failed in {folder}; Node.js 20 or later is needed.");
        }
    }
}
