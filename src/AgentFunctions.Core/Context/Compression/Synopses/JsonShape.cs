using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Context.Compression.Synopses;

/// <summary>Writes the names of the fields of a value: <c>{total, items[40]{id, status, user{login}}}</c>.</summary>
internal static class JsonShape
{
    private const int LongestName = 60;

    public static void Write(StringBuilder output, FieldNode root, int chars)
    {
        var most = output.Length + chars;
        var left = 0;
        Node(output, root, most, ref left);
        if (left > 0) output.Append(CultureInfo.InvariantCulture, $" (and {left} more fields)");
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
                left++;
                continue;
            }

            if (!first) output.Append(", ");
            first = false;
            Node(output, child, most, ref left);
        }

        output.Append('}');
    }
}
