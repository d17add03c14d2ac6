using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Activity.Recording;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Activity.Storage;

/// <summary>
/// Where activity lies in the container <c>usage</c>. Counters: partition (tenant, month), <c>a:{owner}:{hour}:{counter}</c>, so that what an owner did in a span of time is one range of ids. Last uses: partition
/// (tenant, <c>last</c>), <c>k:{key}</c> and <c>m:{agent}:{team and model}</c>. Owners, keys and models stand there as hashes, since ids can be as long as a document's whole id.
/// </summary>
internal static class ActivityDocuments
{
    private const string HourFormat = "yyyyMMddHH";
    private const string LastUses = "last";

    public static DocumentPartition CounterPartition(string tenantId, long hour) => new(DocumentContainer.Usage, tenantId, Month(hour));

    public static DocumentPartition LastUsePartition(string tenantId) => new(DocumentContainer.Usage, tenantId, LastUses);

    public static string CounterId(in CounterKey key, string counter) => $"{CounterPrefix(key.OwnerKind == PrincipalKind.Agent, key.OwnerId)}{HourText(key.Hour)}:{counter}";

    /// <summary>Begins the id of every counter of an owner.</summary>
    public static string CounterPrefix(bool isAgent, string ownerId) => $"a:{Hash((isAgent ? "agents/" : "principals/") + ownerId)}:";

    public static string KeyUseId(string keyId) => "k:" + Hash(keyId);

    public static string ModelUseId(string agent, string? team, string model) => $"{ModelUsePrefix(agent)}{Hash($"{team}/{model}")}";

    public static string ModelUsePrefix(string agent) => $"m:{Hash(agent)}:";

    public static string HourText(long hour) => TimeOf(hour).ToString(HourFormat, CultureInfo.InvariantCulture);

    public static long HourOf(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerHour;

    public static DateTimeOffset TimeOf(long hour) => new(hour * TimeSpan.TicksPerHour, TimeSpan.Zero);

    /// <summary>First hour of the month after the hour's.</summary>
    public static long NextMonth(long hour)
    {
        var time = TimeOf(hour);
        return HourOf(new DateTimeOffset(time.Year, time.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1));
    }

    private static string Month(long hour) => TimeOf(hour).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
