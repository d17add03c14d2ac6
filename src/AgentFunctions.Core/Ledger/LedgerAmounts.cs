using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Quotas;

namespace AgentFunctions.Core.Ledger;

/// <summary>An amount in every unit that is counted up.</summary>
/// <param name="NanoDollars">Money.</param>
/// <param name="Tokens">Input and output together.</param>
/// <param name="Requests">Calls.</param>
/// <param name="Bytes">Bytes sent out.</param>
public readonly record struct LedgerAmounts(long NanoDollars, long Tokens, long Requests, long Bytes)
{
    public static LedgerAmounts operator +(LedgerAmounts left, LedgerAmounts right) =>
        new(checked(left.NanoDollars + right.NanoDollars), checked(left.Tokens + right.Tokens), checked(left.Requests + right.Requests), checked(left.Bytes + right.Bytes));

    public static LedgerAmounts Add(LedgerAmounts left, LedgerAmounts right) => left + right;

    /// <summary>As the store can keep it: nothing is above 2^53, which is above every limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An amount is negative.</exception>
    internal LedgerAmounts ToStorable() => new(Storable(NanoDollars), Storable(Tokens), Storable(Requests), Storable(Bytes));

    /// <summary>The amount in one unit; 0 for concurrency, of which nothing is ever used up.</summary>
    public long Of(LimitUnit unit) => unit switch
    {
        LimitUnit.Usd => NanoDollars,
        LimitUnit.Tokens => Tokens,
        LimitUnit.Requests => Requests,
        LimitUnit.Bytes => Bytes,
        _ => 0,
    };

    /// <summary>What is held of a unit; 1 for concurrency.</summary>
    public long HeldOf(LimitUnit unit) => unit == LimitUnit.Concurrent ? 1 : Of(unit);

    private static long Storable(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return Math.Min(value, DocumentLimits.MaxInteger);
    }
}
