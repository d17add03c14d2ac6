using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Runs.Storage;

/// <summary>
/// Where runs lie in the container <c>runs</c>. A run: partition (tenant, run id), document <c>run</c>. The index of a tenant: partition (tenant, <c>_index</c>), which no run id can be; <c>r:{time}:{hash}</c> for every
/// run, newest first, and <c>o:</c> with the same rest while it is open. A run of ours has more documents in its partition: <c>work</c>, <c>end</c>, <c>publishers</c>, <c>s:{step}</c>, <c>e:{number}</c>. Times are inverted, so that the order of ids is from new to old.
/// </summary>
internal static class RunDocuments
{
    public const string RunId = "run";
    public const string Entries = "r:";
    public const string Open = "o:";

    /// <summary>With the rest of an entry: a run of ours that the engine may not have yet.</summary>
    public const string Unscheduled = "n:";

    /// <summary>With the rest of an entry: a run that is being purged.</summary>
    public const string Purging = "p:";

    /// <summary>With the rest of an entry: a run of which only its id is left.</summary>
    public const string Tombstones = "t:";

    /// <summary>In the partition of a run of ours: what it was started with, and what came of it.</summary>
    public const string WorkId = "work";
    public const string EndId = "end";

    /// <summary>In the partition of a run of ours: who published the events that it was told.</summary>
    public const string PublishersId = "publishers";

    /// <summary>In the partition of any run: what somebody else than its agent found.</summary>
    public const string VerdictId = "verdict";
    public const string Steps = "s:";
    public const string Events = "e:";

    private const long Latest = 0x7FFF_FFFF_FFFF;
    private const string Index = "_index";
    private const string Starts = "_starts";

    public static DocumentPartition RunPartition(string tenantId, string runId) => new(DocumentContainer.Runs, tenantId, runId);

    public static DocumentPartition IndexPartition(string tenantId) => new(DocumentContainer.Runs, tenantId, Index);

    /// <summary>Where the key of a tenant's run ids lies.</summary>
    public static DocumentPartition StartsPartition(string tenantId) => new(DocumentContainer.Runs, tenantId, Starts);

    /// <summary>Owner of a run's payloads.</summary>
    public static string OwnerOf(string runId) => "runs/" + runId;

    public static string StepId(string stepId) => Steps + stepId;

    public static string EventId(long seq) => string.Create(CultureInfo.InvariantCulture, $"{Events}{seq:x12}");

    /// <summary>The entry of a run begun then. Two agents that begin the same id never share one.</summary>
    public static string EntryOf(string runId, string agent, string? team, long startedAt)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{runId}\n{agent}\n{team}"));
        return string.Create(CultureInfo.InvariantCulture, $"{Latest - startedAt:x12}:{Convert.ToHexStringLower(hash.AsSpan(0, 16))}");
    }

    /// <summary>Every entry of a run begun before then sorts after this, no other does: what follows the colon of an entry is hexadecimal.</summary>
    public static string EntryBefore(long startedBefore) => string.Create(CultureInfo.InvariantCulture, $"{Latest - startedBefore:x12}:g");

    /// <summary>When the run of an entry began, in Unix milliseconds.</summary>
    public static long StartOf(string entry) => Latest - long.Parse(entry.AsSpan(0, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>Whether text from outside has the form of an entry.</summary>
    public static bool IsEntry(ReadOnlySpan<char> text) => text.Length == 45 && text[12] == ':' && !text[..12].ContainsAnyExcept(Hex) && !text[13..].ContainsAnyExcept(Hex);

    private static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdef");
}
