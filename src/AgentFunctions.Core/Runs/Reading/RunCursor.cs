using System.Buffers.Text;
using System.Text;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Reading;

/// <summary>Where a list of runs goes on: after an entry of the index.</summary>
internal static class RunCursor
{
    private const string Prefix = "1/runs/";
    private const int MaxLength = 128;

    public static string Write(string entry) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Prefix + entry));

    /// <summary>null for what is no cursor of this list.</summary>
    public static string? Read(string cursor)
    {
        if (cursor.Length > MaxLength || !Base64Url.IsValid(cursor)) return null;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        return text.StartsWith(Prefix, StringComparison.Ordinal) && RunDocuments.IsEntry(text.AsSpan(Prefix.Length)) ? text[Prefix.Length..] : null;
    }
}
