using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace AgentFunctions.Core.Usage.Relaying;

/// <summary>Keys of usage events in the stream. Source: DESIGN, section 14.</summary>
internal static class UsagePartitions
{
    private const int Count = 16;

    /// <summary><c>{tenant}/{hash(callId) % 16}</c>: the same in every process and version, so that all revisions of an attempt meet.</summary>
    public static string Key(string tenantId, string callId) =>
        string.Create(CultureInfo.InvariantCulture, $"{tenantId}/{XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(callId)) % Count}");
}
