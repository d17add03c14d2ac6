using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentFunctions.Core.Resources.Schemas;

/// <summary>What a schema names by <c>$ref</c>, each part read once.</summary>
/// <param name="definitions">The schema's <c>definitions</c>; undefined: none.</param>
/// <param name="patterns">How patterns are matched.</param>
internal sealed class SchemaDefinitions(JsonElement definitions, RegexOptions patterns)
{
    private const string Prefix = "#/definitions/";
    private readonly Dictionary<string, SchemaNode> _known = new(StringComparer.Ordinal);

    public RegexOptions Patterns => patterns;

    public SchemaNode Find(string reference)
    {
        var name = reference.StartsWith(Prefix, StringComparison.Ordinal) ? reference[Prefix.Length..] : throw new InvalidOperationException($"The schema reference '{reference}' is not supported.");
        if (_known.TryGetValue(name, out var known)) return known;

        // Known before it is read: it may name itself.
        var node = _known[name] = new SchemaNode();
        node.Fill(definitions.GetProperty(name), this);
        return node;
    }
}
