using System.Text.Json;
using AgentFunctions.Core.Resources.Schemas;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AgentFunctions.Core.Resources.Manifests.Reading;

/// <summary>
/// YAML 1.2 as JSON with places. The core schema is applied here, from the parser's events: a deserializer would decide by the target's type and forget where things stood. What JSON cannot say (tags, other
/// keys than text) and what is a trap (a key twice, merge keys, a number with a leading zero) is refused.
/// </summary>
internal sealed class YamlSource
{
    private readonly string _file;
    private readonly Parser _parser;
    private readonly SourceBudget _budget = new();
    private readonly Dictionary<string, SourceNode> _anchors = new(StringComparer.Ordinal);

    private YamlSource(string file, string text)
    {
        _file = file;
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>The documents that hold something.</summary>
    /// <exception cref="SourceException">It is not YAML, or not of the subset.</exception>
    public static IReadOnlyList<SourceNode> Read(string file, string text)
    {
        YamlText.Check(file, text);
        try
        {
            return new YamlSource(file, text).Documents();
        }
        catch (YamlException exception)
        {
            var at = new SourceLocation(file, (int)exception.End.Line, (int)exception.End.Column);
            throw new SourceException(YamlText.FindTab(text, at, exception.Message), "is not valid YAML: " + YamlText.Explain(exception.Message));
        }
    }

    private List<SourceNode> Documents()
    {
        var documents = new List<SourceNode>();
        while (_parser.MoveNext())
        {
            if (_parser.Current is not DocumentStart start) continue;
            if (start.Version is { Version: { Major: not 1 } or { Minor: < 2 } }) throw new SourceException(At(start), "asks for another version of YAML than 1.2: remove the %YAML line");
            _anchors.Clear();
            Next();
            var root = Value("", 0);
            if (root is not { Kind: JsonValueKind.Null, IsPlain: true }) documents.Add(root);
        }

        return documents;
    }

    private SourceNode Value(string path, int depth)
    {
        var current = (ParsingEvent)_parser.Current!;
        var at = At(current);
        SourceBudget.CheckDepth(depth, at);
        if (current is AnchorAlias alias) return Expand(alias, at, path, depth);
        _budget.Take(1, current is Scalar { Value.Length: var length } ? length : 0, at);
        if (current is NodeEvent { Tag.IsEmpty: false }) throw new SourceException(at, "has a tag (!...): remove it, and put text in quotes", path.Length == 0 ? "$" : path);
        var node = current switch
        {
            Scalar scalar => YamlScalar.Read(scalar, at, path),
            SequenceStart => Items(at, path, depth),
            MappingStart => Fields(at, path, depth),
            _ => throw new SourceException(at, "is not valid YAML: a value is missing"),
        };
        if (current is NodeEvent { Anchor.IsEmpty: false } named) _anchors[named.Anchor.Value] = node;
        return node;
    }

    private SourceNode Expand(AnchorAlias alias, SourceLocation at, string path, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node)) throw new SourceException(at, "is an alias (*...) of an anchor that is not defined before it in the same document", path.Length == 0 ? "$" : path);
        SourceBudget.CheckDepth(depth + node.Height, at);
        _budget.Take(node.Count, node.Weight, at);
        return node;
    }

    private SourceNode Items(SourceLocation at, string path, int depth)
    {
        var items = new List<SourceNode>();
        for (Next(); _parser.Current is not SequenceEnd; Next()) items.Add(Value(JsonPath.Item(path, items.Count), depth + 1));
        return SourceNode.Array(at, items);
    }

    private SourceNode Fields(SourceLocation at, string path, int depth)
    {
        var fields = new List<SourceField>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (Next(); _parser.Current is not MappingEnd; Next())
        {
            var place = At(_parser.Current!);
            if (_parser.Current is not Scalar { Tag.IsEmpty: true } key) throw new SourceException(place, "has a key that is not plain text: write a name", path.Length == 0 ? "$" : path);
            var inner = JsonPath.Property(path, key.Value);
            if (key is { Value: "<<", Style: ScalarStyle.Plain }) throw new SourceException(place, "merge keys (<<) are not part of YAML 1.2: repeat the fields, or use an overlay", inner);
            if (!names.Add(key.Value)) throw new SourceException(place, "occurs twice in the same object: keep one", inner);
            _budget.Take(1, key.Value.Length, place);
            Next();
            fields.Add(new SourceField(key.Value, place, Value(inner, depth + 1)));
        }

        return SourceNode.Object(at, fields);
    }

    private void Next()
    {
        if (!_parser.MoveNext()) throw new SourceException(new SourceLocation(_file, 1, 1), "is not valid YAML: it ends too early");
    }

    private SourceLocation At(ParsingEvent parsed) => new(_file, (int)parsed.Start.Line, (int)parsed.Start.Column);
}
