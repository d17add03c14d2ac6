using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentFunctions.Core.Resources.Manifests.Reading;

namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>
/// Fills <c>${AGENTFUNCTIONS_VAR_NAME}</c> in the strings of manifests from the environment, so that one file serves everybody's resource names. Only variables of that prefix: a manifest cannot pull a secret
/// into a resource. Only values: a variable changes neither names nor types.
/// </summary>
internal sealed partial class ManifestVariables(Func<string, string?> read)
{
    /// <summary>The value with its variables filled; the same one when there are none.</summary>
    public SourceNode Fill(SourceNode node, List<ManifestProblem> problems)
    {
        switch (node.Kind)
        {
            case JsonValueKind.Object when node.Weight > 0:
                return SourceNode.Object(node.At, [.. node.Fields.Select(f => f with { Value = Fill(f.Value, problems) })]);
            case JsonValueKind.Array when node.Weight > 0:
                return SourceNode.Array(node.At, [.. node.Items.Select(i => Fill(i, problems))]);
            case JsonValueKind.String when node.Text.Contains("${", StringComparison.Ordinal):
                var filled = Replace(node.Text, static value => value, name => problems.Add(ManifestProblem.At(node.At, "$", $"needs the environment variable {name}: set it and start again")));
                return SourceNode.Scalar(node.At, JsonValueKind.String, filled, node.IsPlain);
            default:
                return node;
        }
    }

    /// <summary>The text of a JSON file with its variables filled.</summary>
    public byte[] FillJson(ReadOnlySpan<byte> body) =>
        body.IndexOf("${"u8) < 0 ? body.ToArray() : Encoding.UTF8.GetBytes(Replace(Encoding.UTF8.GetString(body), static value => JsonEncodedText.Encode(value).ToString(), static _ => { }));

    private string Replace(string text, Func<string, string> encode, Action<string> missing) => Variable().Replace(text, match =>
    {
        var name = match.Groups[1].Value;
        if (read(name) is { Length: > 0 } value) return encode(value);
        missing(name);
        return "";
    });

    [GeneratedRegex(@"\$\{(AGENTFUNCTIONS_VAR_[A-Z0-9_]{1,64})\}")]
    private static partial Regex Variable();
}
