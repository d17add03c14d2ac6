using System.Globalization;

namespace AgentFunctions.Core.Resources.Schemas;

/// <summary>Paths of findings: <c>spec.targets[0].provider</c>, <c>spec.headers['x.y']</c>.</summary>
internal static class JsonPath
{
    private const int MaxNameLength = 64;

    public static string Property(string path, string name)
    {
        var shown = name.Length > MaxNameLength ? name[..MaxNameLength] + "..." : name;
        foreach (var c in shown)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '-' or '$')) return $"{path}['{Printable(shown)}']";
        }

        return path.Length == 0 ? shown : $"{path}.{shown}";
    }

    public static string Item(string path, int index) => $"{path}[{index.ToString(CultureInfo.InvariantCulture)}]";

    private static string Printable(string name) => string.Concat(name.Select(c => char.IsControl(c) || c == '\'' ? '?' : c));
}
