namespace AgentFunctions.Core.Resources.Manifests.Reading;

/// <summary>The files of a folder of manifests.</summary>
/// <param name="Root">Absolute path of the folder.</param>
/// <param name="Base">Manifests outside of overlays, relative, with forward slashes, sorted.</param>
/// <param name="Overlays">Environment to its manifests.</param>
/// <param name="Settings">Files that say whose the set is.</param>
/// <param name="Strays">Manifests in <c>overlays/</c> that belong to no environment.</param>
internal sealed record FolderFiles(
    string Root, IReadOnlyList<string> Base, IReadOnlyDictionary<string, IReadOnlyList<string>> Overlays, IReadOnlyList<string> Settings, IReadOnlyList<string> Strays)
{
    public const string OverlayFolder = "overlays";

    private const string SettingsName = "agentfunctions";
    private const int MaxDepth = 32;

    public static FolderFiles List(string folder)
    {
        var root = Path.GetFullPath(folder);
        var files = new List<string>();
        Walk(new DirectoryInfo(root), "", files, 0);
        files.Sort(StringComparer.Ordinal);
        var overlays = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var environment in EnvironmentFolders(root)) overlays[environment] = [.. files.Where(f => f.StartsWith($"{OverlayFolder}/{environment}/", StringComparison.Ordinal))];
        var inOverlays = files.Where(f => f.StartsWith(OverlayFolder + "/", StringComparison.Ordinal)).ToList();
        return new FolderFiles(
            root,
            [.. files.Where(f => !IsSettings(f)).Except(inOverlays)],
            overlays,
            [.. files.Where(IsSettings)],
            [.. inOverlays.Where(f => f.IndexOf('/', OverlayFolder.Length + 1) < 0)]);
    }

    public string Absolute(string file) => Path.Combine(Root, file);

    private static bool IsSettings(string file) => Path.GetFileNameWithoutExtension(file) == SettingsName && !file.Contains('/', StringComparison.Ordinal);

    /// <summary><c>router.test.json</c> tests what <c>router.json</c> declares.</summary>
    private static bool IsTest(string name) => Path.GetFileNameWithoutExtension(name).EndsWith(".test", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> EnvironmentFolders(string root)
    {
        var overlays = new DirectoryInfo(Path.Combine(root, OverlayFolder));
        return overlays.Exists ? overlays.EnumerateDirectories().Select(d => d.Name).Where(n => !n.StartsWith('.')) : [];
    }

    /// <summary>Follows links to files (mounted configuration is made of them), not to folders (they can form a circle).</summary>
    private static void Walk(DirectoryInfo folder, string prefix, List<string> files, int depth)
    {
        foreach (var file in folder.EnumerateFiles())
        {
            if (!file.Name.StartsWith('.') && !IsTest(file.Name) && (SourceFile.IsJson(file.Name) || SourceFile.IsYaml(file.Name))) files.Add(prefix + file.Name);
        }

        if (depth == MaxDepth) return;
        foreach (var child in folder.EnumerateDirectories())
        {
            if (!child.Name.StartsWith('.') && child.LinkTarget is null) Walk(child, $"{prefix}{child.Name}/", files, depth + 1);
        }
    }
}
