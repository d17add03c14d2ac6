using System.Text;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Json;

/// <summary>A dotted path as the UTF-8 names to look for.</summary>
internal sealed class JsonPath
{
    private readonly byte[][] _names;

    public JsonPath(string path) => _names = Array.ConvertAll(DocumentPath.Split(path), Encoding.UTF8.GetBytes);

    public int Count => _names.Length;

    public ReadOnlySpan<byte> Last => _names[^1];

    public ReadOnlySpan<byte> this[int index] => _names[index];
}
