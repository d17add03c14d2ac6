using System.Text;

namespace AgentFunctions.Core.Context.Compression.Json;

/// <summary>Which fields stay: those that consumers used, and those that say what a thing is and how it stands.</summary>
internal sealed class FieldChoice
{
    private const int MostNamed = 60;
    private const int LongestName = 64;

    private static readonly string[] AlwaysKept = ["id", "key", "name", "title", "number", "code", "status", "state", "error", "errors", "message", "total", "count"];

    private readonly HashSet<string>? _used;
    private readonly HashSet<string> _leftOut = new(StringComparer.Ordinal);
    private bool _others;

    public FieldChoice(IReadOnlyCollection<string>? used)
    {
        if (used is null) return;
        _used = new HashSet<string>(used, StringComparer.OrdinalIgnoreCase);
        _used.UnionWith(AlwaysKept);
    }

    /// <summary>The names of those left out, at most 60 and a word that there are others.</summary>
    public IEnumerable<string> LeftOut => _others ? _leftOut.Append("and others") : _leftOut;

    public bool LeavesOut => _others || _leftOut.Count > 0;

    public bool Keeps(ReadOnlySpan<byte> rawName)
    {
        if (_used is null) return true;
        if (rawName.EndsWith("_id"u8) || rawName.EndsWith("Id"u8)) return true;
        var name = Encoding.UTF8.GetString(rawName);
        if (_used.Contains(name)) return true;
        if (rawName.Length <= LongestName && _leftOut.Count < MostNamed) _leftOut.Add(name);
        else _others |= !_leftOut.Contains(name);
        return false;
    }
}
