using System.Text;

namespace AgentFunctions.Core.Context.Compression.Json;

/// <summary>One name in the tree of names by which the columns of a list of objects are found. Objects of a list mostly have their names in one order, so the next name is tried first.</summary>
internal sealed class ColumnNode(byte[] path)
{
    private readonly List<(byte[] Name, ColumnNode Node)> _order = [];
    private readonly Dictionary<string, ColumnNode> _byName = new(StringComparer.Ordinal);

    /// <summary>The names down to here, joined by dots.</summary>
    public byte[] Path => path;

    /// <summary>null: no cell was ever here.</summary>
    public RowColumn? Column { get; set; }

    /// <param name="rawName">The name.</param>
    /// <param name="position">How many names of the object came before it.</param>
    public ColumnNode Child(ReadOnlySpan<byte> rawName, int position)
    {
        if (position < _order.Count && rawName.SequenceEqual(_order[position].Name)) return _order[position].Node;
        var name = Encoding.UTF8.GetString(rawName);
        if (_byName.TryGetValue(name, out var known)) return known;
        var node = new ColumnNode(path.Length == 0 ? rawName.ToArray() : [.. path, (byte)'.', .. rawName]);
        _byName[name] = node;
        _order.Add((rawName.ToArray(), node));
        return node;
    }
}
