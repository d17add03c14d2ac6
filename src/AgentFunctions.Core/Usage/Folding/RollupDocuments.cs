using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Usage.Folding;

/// <summary>
/// Where rollups lie in the container <c>usage</c>, partition (tenant, month): <c>u.f:{shard}</c> the fence of a writer, <c>u.s:{callId}:{attempt}</c> the last event folded of an attempt, and rows
/// <c>u.{family}{level}:{time}:{hash of name or value}:{hash of all}:{shard}</c>, so that a span of time is one range of ids. Checkpoints: partition (tenant, <c>fold</c>).
/// </summary>
internal static class RollupDocuments
{
    private const string FoldPartition = "fold";

    public static DocumentPartition Partition(string tenantId, long bucket) => new(DocumentContainer.Usage, tenantId, RollupTime.Month(bucket));

    public static DocumentPartition CheckpointPartition(string tenantId) => new(DocumentContainer.Usage, tenantId, FoldPartition);

    public static string CheckpointId(string consumer) => "u.c:" + consumer;

    public static string FenceId(string shard) => "u.f:" + shard;

    public static string AttemptId(string callId, int attempt)
    {
        var id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"u.s:{callId}:{attempt}");
        return DocumentValidator.IsId(id) ? id : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"u.s:h.{Hash(32, callId)}:{attempt}");
    }

    /// <summary>Begins the ids of all rows of a family and level.</summary>
    public static string Prefix(RollupFamily family, RollupLevel level) => $"u.{Letter(family)}{Letter(level)}:";

    /// <summary>Begins the ids of a bucket.</summary>
    public static string Prefix(RollupFamily family, RollupLevel level, long bucket) => $"{Prefix(family, level)}{RollupTime.Text(level, bucket)}:";

    /// <summary>Begins the ids of a bucket that are of one value, or of one tag.</summary>
    public static string Prefix(RollupFamily family, RollupLevel level, long bucket, string nameOrValue) => $"{Prefix(family, level, bucket)}{Hash(16, nameOrValue)}:";

    public static string Id(in RollupKey key, string shard)
    {
        var rest = key.Dimensions;
        var hash = Hash(32, key.Name, key.Value, rest.Team, rest.CostCentre, rest.Agent, rest.Model, rest.Provider, rest.Key);
        return key.Family == RollupFamily.Base
            ? $"{Prefix(key.Family, key.Level, key.Bucket)}{hash}:{shard}"
            : $"{Prefix(key.Family, key.Level, key.Bucket, key.Name ?? key.Value!)}{hash}:{shard}";
    }

    private static char Letter(RollupFamily family) => family switch
    {
        RollupFamily.Base => 'b',
        RollupFamily.Run => 'r',
        RollupFamily.Session => 'n',
        RollupFamily.EndUser => 'e',
        _ => 't',
    };

    private static char Letter(RollupLevel level) => level switch { RollupLevel.Minute => 'm', RollupLevel.Quarter => 'q', RollupLevel.Hour => 'h', _ => 'd' };

    /// <summary>Texts of any length and alphabet as hexadecimal digits. Lengths are part of it: two lists of texts never run together.</summary>
    private static string Hash(int digits, params ReadOnlySpan<string?> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var text in texts)
        {
            BitConverter.TryWriteBytes(length, text is null ? -1 : text.Length);
            hash.AppendData(length);
            if (text is not null) hash.AppendData(Encoding.UTF8.GetBytes(text));
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return Convert.ToHexStringLower(digest[..(digits / 2)]);
    }
}
