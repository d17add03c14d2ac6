using System.Collections.Concurrent;
using System.Text;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Json;

/// <summary>A dotted path as the UTF-8 names to look for.</summary>
internal sealed class JsonPath
{
    /// <summary>Patches and conditions name the same few paths again and again; whatever else comes is not kept.</summary>
    private const int MostKept = 256;
    private static readonly ConcurrentDictionary<string, JsonPath> Kept = new(StringComparer.Ordinal);
    private static int _kept;
    private readonly byte[][] _names;

    private JsonPath(string path) => _names = Array.ConvertAll(DocumentPath.Split(path), Encoding.UTF8.GetBytes);

    public static JsonPath Of(string path)
    {
        if (Kept.TryGetValue(path, out var kept))
            return kept;
        var made = new JsonPath(path);
        if (Volatile.Read(ref _kept) < MostKept && Kept.TryAdd(path, made))
            Interlocked.Increment(ref _kept);
        return made;
    }

    public int Count => _names.Length;

    public ReadOnlySpan<byte> Last => _names[^1];

    public ReadOnlySpan<byte> this[int index] => _names[index];
}
