namespace AgentFunctions.Core.Anomalies;

/// <summary>The upper end of what is usual: the median, and three deviations of a normal distribution as the median absolute deviation estimates them. A few outliers move neither.</summary>
internal static class UsualSpend
{
    /// <summary>What the median absolute deviation of a normal distribution is to its standard deviation.</summary>
    private const double NormalScale = 1.4826;
    private const double Deviations = 3;

    /// <param name="amounts">Nano-dollars, each above 0.</param>
    /// <param name="least">Fewer than this many say nothing: null.</param>
    public static long? Of(IReadOnlyCollection<long> amounts, int least)
    {
        if (amounts.Count < least) return null;
        var median = Median([.. amounts]);
        var deviation = Median([.. amounts.Select(amount => Math.Abs(amount - median))]);
        return median + (long)(Deviations * NormalScale * deviation);
    }

    private static long Median(long[] amounts)
    {
        Array.Sort(amounts);
        var middle = amounts.Length / 2;
        return amounts.Length % 2 == 1 ? amounts[middle] : amounts[middle - 1] + ((amounts[middle] - amounts[middle - 1]) / 2);
    }
}
