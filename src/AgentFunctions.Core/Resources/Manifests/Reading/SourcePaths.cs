using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Resources.Manifests.Reading;

/// <summary>From the path of a finding to the place it was written: the field, or what encloses it when the field is missing.</summary>
internal static class SourcePaths
{
    public static SourceLocation Find(SourceNode root, string path) => Walk(root, path).At;

    /// <summary>The value at exactly that path, or null.</summary>
    public static SourceNode? FindValue(SourceNode root, string path) => Walk(root, path) is { Exact: true } found ? found.Node : null;

    private static (SourceNode Node, SourceLocation At, bool Exact) Walk(SourceNode root, string path)
    {
        var node = root;
        var at = root.At;
        if (path is "$" or "") return (root, at, true);
        var prefix = "";
        while (Step(node, prefix, path) is { } next)
        {
            (prefix, at, node) = next;
            if (prefix.Length == path.Length) return (node, at, true);
        }

        return (node, at, false);
    }

    /// <summary>The child whose path is the wanted one or begins it.</summary>
    private static (string Prefix, SourceLocation At, SourceNode Node)? Step(SourceNode node, string prefix, string path)
    {
        foreach (var field in node.Fields)
        {
            var inner = JsonPath.Property(prefix, field.Name);
            if (Leads(inner, path)) return (inner, field.At, field.Value);
        }

        for (var i = 0; i < node.Items.Count; i++)
        {
            var inner = JsonPath.Item(prefix, i);
            if (Leads(inner, path)) return (inner, node.Items[i].At, node.Items[i]);
        }

        return null;
    }

    private static bool Leads(string prefix, string path) => path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] is '.' or '[');
}
