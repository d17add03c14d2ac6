using System.Text;

namespace AgentFunctions.Core.Context.Compression.Synopses;

/// <summary>One field of the shape of a JSON value: everything that stands at one path, the items of lists taken together.</summary>
internal sealed class FieldNode(string name)
{
    private readonly Dictionary<string, FieldNode> _byName = new(StringComparer.Ordinal);
    private readonly List<byte[]> _rawNames = [];

    public string Name => name;

    public List<FieldNode> Children { get; } = [];

    public FieldStats Stats { get; } = new();

    /// <summary>Items of the lists that stood here; -1: there was none.</summary>
    public int ListItems { get; set; } = -1;

    /// <summary>Fields below it, and below those.</summary>
    public int Descendants => Children.Sum(static child => 1 + child.Descendants);

    /// <summary>The field of a name; null: there was none yet.</summary>
    public FieldNode? Find(ReadOnlySpan<byte> rawName) => _byName.GetValueOrDefault(Encoding.UTF8.GetString(rawName));

    /// <param name="rawName">The name.</param>
    /// <param name="position">How many names of the object came before it; objects of a list mostly have theirs in one order, so that one is tried first.</param>
    public FieldNode Child(ReadOnlySpan<byte> rawName, int position)
    {
        if (position < _rawNames.Count && rawName.SequenceEqual(_rawNames[position])) return Children[position];
        var childName = Encoding.UTF8.GetString(rawName);
        if (_byName.TryGetValue(childName, out var known)) return known;
        var child = new FieldNode(childName);
        _byName[childName] = child;
        _rawNames.Add(rawName.ToArray());
        Children.Add(child);
        return child;
    }
}
