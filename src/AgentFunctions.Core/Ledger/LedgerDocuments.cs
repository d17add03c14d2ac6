using System.Globalization;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Ledger;

/// <summary>Where the ledger's documents lie and what they are called.</summary>
internal static class LedgerDocuments
{
    public const string CounterPrefix = "c.";
    public const string HoldPrefix = "h:";
    public const string EstimatePrefix = "x:";
    public const string OutboxPrefix = "e:";

    /// <summary>How long an estimate can be corrected. Source: DESIGN, section 6.</summary>
    public static readonly TimeSpan EstimateLife = TimeSpan.FromDays(7);

    private const string Shard = "0";

    /// <summary>Where the counters lie, and the holds of them.</summary>
    public static DocumentPartition Partition(string tenantId) => Partition(tenantId, Shard);

    /// <summary>Where the blocks of a process lie, and the holds of them.</summary>
    public static DocumentPartition Partition(string tenantId, string shard) => new(DocumentContainer.Ledger, tenantId, shard);

    /// <summary>Sorted by expiry, so that the sweeper reads what has expired and nothing else.</summary>
    public static string HoldId(DateTimeOffset expiresAt, string callId) => string.Create(CultureInfo.InvariantCulture, $"{HoldPrefix}{Seconds(expiresAt):D11}:{callId}");

    /// <summary>Every hold that has expired has a smaller id.</summary>
    public static string HoldIdBound(DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"{HoldPrefix}{now.ToUnixTimeSeconds() + 1:D11}");

    public static string EstimateId(string callId) => EstimatePrefix + callId;

    /// <summary>Sorted by the time of the call, so that what is written at the same time lies together; ends with the id of the event.</summary>
    public static string OutboxId(UsageEvent value) => string.Create(CultureInfo.InvariantCulture, $"{OutboxPrefix}{value.Subject.At.ToUnixTimeSeconds():D11}:{value.Id}");

    /// <summary>The id of the event that a document of the outbox holds.</summary>
    public static string EventId(string outboxId) => outboxId[(outboxId.IndexOf(':', OutboxPrefix.Length) + 1)..];

    public static string CounterId(LimitScope scope, LimitUnit unit, string windowId) => new CounterName(scope, unit, windowId).ToId();

    public static string UnitName(LimitUnit unit) => unit switch
    {
        LimitUnit.Usd => "usd",
        LimitUnit.Tokens => "tokens",
        LimitUnit.Requests => "requests",
        LimitUnit.Bytes => "bytes",
        _ => "concurrent",
    };

    /// <summary>How long a counter is kept after its window; null for those without an end.</summary>
    public static TimeSpan? LifeAfter(LimitWindow window) => window switch
    {
        LimitWindow.Minute => TimeSpan.FromHours(1),
        LimitWindow.Hour => TimeSpan.FromDays(2),
        LimitWindow.Day => TimeSpan.FromDays(40),
        LimitWindow.Month => TimeSpan.FromDays(400),
        _ => null,
    };

    private static long Seconds(DateTimeOffset at) => (at.ToUnixTimeMilliseconds() + 999) / 1000;
}
