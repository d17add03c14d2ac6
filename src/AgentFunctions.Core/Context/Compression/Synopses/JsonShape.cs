using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Context.Compression.Synopses;

/// <summary>Writes the names of the fields of a value: <c>{total, items[40]{id, status, user{login}}}</c>.</summary>
internal static class JsonShape
{
    private const int LongestName = 60;

    /// <param name="output">Where it is written to.</param>
    /// <param name="root">The shape.</param>
    /// <param name="isWhole">Every field is in it.</param>
    /// <param name="chars">About how long it may be.</param>
    public static void Write(StringBuilder output, FieldNode root, bool isWhole, int chars)
    {
        var most = output.Length + chars;
        var left = 0;
        Node(output, root, most, ref left);
        if (left > 0 || !isWhole) output.Append(CultureInfo.InvariantCulture, $" (and {(isWhole ? "" : "over ")}{left} more fields)");
    }

    private static void Node(StringBuilder output, FieldNode node, int most, ref int left)
    {
        output.Append(TextCut.Short(node.Name, LongestName));
        if (node.ListItems >= 0) output.Append(CultureInfo.InvariantCulture, $"[{node.ListItems}]");
        if (node.Children.Count == 0) return;
        output.Append('{');
        var first = true;
        foreach (var child in node.Children)
        {
            if (output.Length > most)
            {
                left += 1 + child.Descendants;
                continue;
            }

            if (!first) output.Append(", ");
            first = false;
            Node(output, child, most, ref left);
        }

        output.Append('}');
    }
}
