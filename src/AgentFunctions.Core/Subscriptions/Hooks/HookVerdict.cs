namespace AgentFunctions.Core.Subscriptions.Hooks;

/// <summary>What became of a signature.</summary>
/// <param name="IsGood">It is of the secret, and of now where it has a time.</param>
/// <param name="Id">What makes the call the same one: it was signed.</param>
/// <param name="HasTime">A time was signed, so a call that was recorded is soon too old.</param>
internal readonly record struct HookVerdict(bool IsGood, string? Id, bool HasTime)
{
    public static HookVerdict Refused => default;
}
