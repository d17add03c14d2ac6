namespace AgentFunctions.Core.Subscriptions.Delivering;

/// <summary>Why a delivery was not made.</summary>
/// <param name="Message">For people.</param>
/// <param name="Reason">One of <see cref="Letters.DeadLetterReasons"/> where trying again will not help; null where it may.</param>
internal sealed record DeliveryFailure(string Message, string? Reason = null)
{
    /// <summary>Why, once every attempt is used.</summary>
    public string LastReason { get; init; } = Letters.DeadLetterReasons.AttemptsUsed;
}
