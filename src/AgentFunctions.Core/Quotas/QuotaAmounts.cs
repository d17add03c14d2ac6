using System.Globalization;
using AgentFunctions.Core.Costs;

namespace AgentFunctions.Core.Quotas;

/// <summary>Amounts of limits as they are written: USD with decimals, everything else in whole numbers.</summary>
public static class QuotaAmounts
{
    /// <summary>Exact in a JSON double.</summary>
    public const long MaxWhole = (1L << 53) - 1;

    /// <summary>Reads an amount; what is wrong with it, or null.</summary>
    /// <param name="unit">What it counts.</param>
    /// <param name="text">As written.</param>
    /// <param name="amount">Nano-dollars, or the number.</param>
    public static string? Parse(LimitUnit unit, string? text, out long amount)
    {
        amount = 0;
        if (unit == LimitUnit.Usd)
        {
            if (!NanoDollars.TryParse(text, out var money)) return "must be USD as a decimal string such as \"5.00\": above 0, at most 9000000, at most 9 decimals, no sign and no exponent";
            amount = money.Value;
        }
        else if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out amount) || amount > MaxWhole)
        {
            return $"must be a whole number as a string such as \"1000\", above 0 and at most {MaxWhole}: decimals are for the unit usd";
        }

        return amount > 0 ? null : "must be above 0: to let nothing through, suspend the thing itself with PUT .../state";
    }

    /// <summary>As it is written in bodies: <c>5.00</c>, <c>1000</c>.</summary>
    public static string Write(LimitUnit unit, long amount) => unit == LimitUnit.Usd ? new NanoDollars(amount).ToString() : amount.ToString(CultureInfo.InvariantCulture);
}
