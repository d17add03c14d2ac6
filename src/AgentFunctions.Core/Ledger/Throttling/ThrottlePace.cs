using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Quotas;

namespace AgentFunctions.Core.Ledger.Throttling;

/// <summary>
/// When a call of what is throttled began last, in any process: document <c>p.{hash of the scope}</c> beside the counters. A call moves it on in the batch that takes its hold, on the condition that a second has passed;
/// so calls are never closer together, at whatever second they fall, and there is nothing to return when one ends.
/// </summary>
internal static class ThrottlePace
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private const string Prefix = "p.";
    private const int HashBytes = 20;

    /// <summary>A begin further ahead than clocks differ was written by a clock that was wrong, and binds nobody.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(1);
    private static readonly byte[] Never = """{"begun":0}"""u8.ToArray();

    /// <summary>Begins a call, if the last one began long enough ago.</summary>
    public static BatchOperation ToBegin(LimitScope scope, DateTimeOffset now)
    {
        var at = now.ToUnixTimeMilliseconds();
        var isDue = new DocumentFilter.Compare("begun", FilterOperator.LessOrEqual, at - (long)Interval.TotalMilliseconds);
        var isWrong = new DocumentFilter.Compare("begun", FilterOperator.Greater, at + (long)MostAhead.TotalMilliseconds);
        return new BatchOperation.Patch(Id(scope), [new PatchOperation.SetValue("begun", at)], DocumentFilter.Or(isDue, isWrong));
    }

    /// <summary>For a scope that was never throttled before.</summary>
    public static DocumentWrite ToNew(LimitScope scope) => new(Id(scope), Never);

    public static LimitRefusal Refusal(LimitScope scope) =>
        new(RefusalReason.Throttled, new LimitState(ThrottleLimit.Of(scope), LimitWindows.WindowId(LimitWindow.None, default, null), 0, 0, 0, null), 1, Interval);

    private static string Id(LimitScope scope)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(scope.ToString()), hash);
        return Prefix + Convert.ToHexStringLower(hash[..HashBytes]);
    }
}
