using AgentFunctions.Core.Resources.Manifests;

namespace AgentFunctions.Core.Tests.Resources.Manifests;

/// <summary>A folder of manifests of the test's own.</summary>
internal sealed class ManifestFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("manifests");

    public Dictionary<string, string> Variables { get; } = [];

    public string FullPath => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    public ManifestFolder With(string file, string text)
    {
        var path = Path.Combine(FullPath, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public ManifestFolder With(string file, byte[] bytes)
    {
        With(file, "");
        File.WriteAllBytes(Path.Combine(FullPath, file), bytes);
        return this;
    }

    public Task<ManifestSet> ReadAsync(string? environment = null) => ManifestReader.ReadAsync(FullPath, environment, Variables.GetValueOrDefault, CancellationToken.None);

    /// <summary>The one problem, as it is printed.</summary>
    public async Task<string> ProblemAsync(string? environment = null) => Assert.Single((await ReadAsync(environment)).Problems).ToString();
}
