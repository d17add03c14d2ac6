using System.Collections;
using System.Diagnostics;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Samples;

/// <summary>The folders of the samples, copied out of the repository as a user would have them: nothing of its settings holds for them, nor what lies beside the folders.</summary>
internal sealed class SampleFolder : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly TemporaryFolder _folder = new();

    public SampleFolder()
    {
        var source = Path.Combine(RepositoryFolder.Root, "docs", "samples");
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(source, file);
            if (path.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj") || !path.Contains(Path.DirectorySeparatorChar)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.Sub(path))!);
            File.Copy(file, _folder.Sub(path));
        }
    }

    private static string Configuration => AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^2];

    public string Sub(string name) => _folder.Sub(name);

    /// <summary>What a project's build made.</summary>
    public string Assembly(string project) => Path.Combine(_folder.Sub(project), "bin", Configuration, "net10.0", project + ".dll");

    /// <summary>Builds a sample against the product as it is built already; what it refers to among the samples is built before it.</summary>
    public Task<string> BuildAsync(string project) =>
        DotnetAsync("build", project, "-c", Configuration, "--nologo", "-v", "quiet", "-clp:NoSummary", $"-p:AgentFunctionsSource={RepositoryFolder.Root}", "-p:BuildProjectReferences=false", "-nodeReuse:false");

    /// <summary>Runs a sample that was built.</summary>
    public static Process Start(string assembly, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = Command([assembly, .. arguments]);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs <c>dotnet</c>, expects 0, and answers what it printed.</summary>
    public async Task<string> DotnetAsync(params string[] arguments)
    {
        var start = Command(arguments);
        start.WorkingDirectory = _folder.FullPath;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        var text = await output + await errors;
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {process.ExitCode}\n{text}");
        return text;
    }

    public void Dispose() => _folder.Dispose();

    // What the test runner and its build set for themselves is not for another build.
    private static ProcessStartInfo Command(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            if (variable.Key is string name && (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase))) start.Environment.Remove(name);
        return start;
    }
}
