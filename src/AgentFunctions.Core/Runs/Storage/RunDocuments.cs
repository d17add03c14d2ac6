using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Runs.Storage;

/// <summary>
/// Where runs lie in the container <c>runs</c>. A run: partition (tenant, run id), document <c>run</c>. The index of a tenant: partition (tenant, <c>_index</c>), which no run id can be; <c>r:{time}:{hash}</c> for every
/// run, newest first, and <c>o:</c> with the same rest while it is open. Times are inverted, so that the order of ids is from new to old.
/// </summary>
internal static class RunDocuments
{
    public const string RunId = "run";
    public const string Entries = "r:";
    public const string Open = "o:";

    private const long Latest = 0x7FFF_FFFF_FFFF;
    private const string Index = "_index";

    public static DocumentPartition RunPartition(string tenantId, string runId) => new(DocumentContainer.Runs, tenantId, runId);

    public static DocumentPartition IndexPartition(string tenantId) => new(DocumentContainer.Runs, tenantId, Index);

    /// <summary>The entry of a run begun then. Two agents that begin the same id never share one.</summary>
    public static string EntryOf(string runId, string agent, string? team, long startedAt)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{runId}\n{agent}\n{team}"));
        return string.Create(CultureInfo.InvariantCulture, $"{Latest - startedAt:x12}:{Convert.ToHexStringLower(hash.AsSpan(0, 16))}");
    }

    /// <summary>When the run of an entry began, in Unix milliseconds.</summary>
    public static long StartOf(string entry) => Latest - long.Parse(entry.AsSpan(0, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>Whether text from outside has the form of an entry.</summary>
    public static bool IsEntry(ReadOnlySpan<char> text) => text.Length == 45 && text[12] == ':' && !text[..12].ContainsAnyExcept(Hex) && !text[13..].ContainsAnyExcept(Hex);

    private static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdef");
}
