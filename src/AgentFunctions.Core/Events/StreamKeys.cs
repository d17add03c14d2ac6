using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace AgentFunctions.Core.Events;

/// <summary>Keys of events in streams. Source: DESIGN, section 14.</summary>
internal static class StreamKeys
{
    private const int Count = 16;

    /// <summary><c>{tenant}/{hash(what) % 16}</c>: the same in every process and version, so that all that must keep an order meet; few, so that many events go at once.</summary>
    public static string Of(string tenantId, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{tenantId}/{XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(what)) % Count}");
}
