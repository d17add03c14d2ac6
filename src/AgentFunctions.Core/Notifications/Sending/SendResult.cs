namespace AgentFunctions.Core.Notifications.Sending;

/// <summary>Result of one attempt. Holds nothing that a receiver wrote.</summary>
/// <param name="Outcome">What it came to.</param>
/// <param name="Status">The receiver's HTTP or SMTP status; null when there was none.</param>
/// <param name="Error">One of <see cref="SendErrors"/>; null when delivered.</param>
/// <param name="RetryAfter">What the receiver asked for, or null.</param>
public sealed record SendResult(SendOutcome Outcome, int? Status = null, string? Error = null, TimeSpan? RetryAfter = null)
{
    public static SendResult Unavailable(string error) => new(SendOutcome.Unavailable, null, error);

    public bool IsDelivered => Outcome == SendOutcome.Delivered;
}
