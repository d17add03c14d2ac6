using System.Text.Json;

namespace AgentFunctions.Core.Resources.Manifests.Reading;

/// <summary>A JSON value that knows where it was written, so that a finding about it can be shown there. Immutable: aliases and overlays share parts.</summary>
internal sealed class SourceNode
{
    private SourceNode(JsonValueKind kind, SourceLocation at, string text, IReadOnlyList<SourceField> fields, IReadOnlyList<SourceNode> items)
    {
        Kind = kind;
        At = at;
        Text = text;
        Fields = fields;
        Items = items;
        var inner = kind == JsonValueKind.Object ? fields.Select(f => f.Value) : items;
        Count = 1;
        Weight = text.Length;
        foreach (var node in inner)
        {
            Count += node.Count;
            Weight += node.Weight;
            Height = Math.Max(Height, node.Height + 1);
        }

        foreach (var field in fields) Weight += field.Name.Length;
    }

    public JsonValueKind Kind { get; }

    public SourceLocation At { get; }

    /// <summary>The characters of a string, the digits of a number.</summary>
    public string Text { get; }

    public IReadOnlyList<SourceField> Fields { get; }

    public IReadOnlyList<SourceNode> Items { get; }

    /// <summary>A YAML scalar without quotes.</summary>
    public bool IsPlain { get; private init; }

    /// <summary>This value and all below it, aliases expanded.</summary>
    public long Count { get; }

    /// <summary>Characters of this value and all below it, aliases expanded.</summary>
    public long Weight { get; }

    /// <summary>Levels below this one.</summary>
    public int Height { get; }

    public static SourceNode Object(SourceLocation at, IReadOnlyList<SourceField> fields) => new(JsonValueKind.Object, at, "", fields, []);

    public static SourceNode Array(SourceLocation at, IReadOnlyList<SourceNode> items) => new(JsonValueKind.Array, at, "", [], items);

    public static SourceNode Scalar(SourceLocation at, JsonValueKind kind, string text = "", bool isPlain = false) => new(kind, at, text, [], []) { IsPlain = isPlain };

    public SourceNode? Find(string name)
    {
        foreach (var field in Fields)
        {
            if (field.Name == name) return field.Value;
        }

        return null;
    }

    /// <summary>The characters of a field that is a string, or null.</summary>
    public string? FindText(string name) => Find(name) is { Kind: JsonValueKind.String } found ? found.Text : null;
}
