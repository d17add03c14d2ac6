using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace AgentFunctions.Core.Resources.Manifests.Reading;

/// <summary>One file as documents: several in YAML; one resource, a list, or <c>{"items":[...]}</c> in either form.</summary>
internal static class SourceFile
{
    private static readonly string[] WrapperFields = ["items", "managedBy", "nextCursor"];

    public static bool IsJson(string file) => file.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    public static bool IsYaml(string file) => file.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="SourceException">It cannot be read.</exception>
    public static IReadOnlyList<SourceNode> Read(string file, ReadOnlySpan<byte> body, bool json)
    {
        var start = new SourceLocation(file, 1, 1);
        if (body.Length > SourceLimits.MaxFileBytes) throw new SourceException(start, $"is larger than {SourceLimits.MaxFileBytes} bytes: split it");
        if (body is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) throw new SourceException(start, "is UTF-16: save it as UTF-8");
        if (body is [0xEF, 0xBB, 0xBF, ..]) body = body[3..];
        if (!Utf8.IsValid(body)) throw new SourceException(start, "is not UTF-8: save it as UTF-8");
        var documents = json ? [JsonSource.Read(file, body)] : YamlSource.Read(file, Encoding.UTF8.GetString(body));
        return [.. documents.SelectMany(Unwrap)];
    }

    private static IReadOnlyList<SourceNode> Unwrap(SourceNode document)
    {
        var list = document;
        if (document.Kind == JsonValueKind.Object && document.Find("kind") is null && document.Find("items") is { Kind: JsonValueKind.Array } items)
        {
            foreach (var field in document.Fields)
            {
                if (!WrapperFields.Contains(field.Name)) throw new SourceException(field.At, "unknown field beside items", Schemas.JsonPath.Property("", field.Name));
            }

            list = items;
        }

        if (list.Kind != JsonValueKind.Array) return [document];
        if (list.Items.Count == 0) throw new SourceException(list.At, "holds no resource: write one, or delete the list");
        return list.Items;
    }
}
