namespace AgentFunctions.Core.Subscriptions.Delivering;

/// <summary>How long after a failed attempt the next one is made.</summary>
internal static class DeliveryDelays
{
    private static readonly TimeSpan[] Delays =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1),
    ];

    /// <param name="attempts">Made so far, at least 1.</param>
    public static TimeSpan After(int attempts) => Delays[Math.Min(attempts, Delays.Length) - 1];
}
