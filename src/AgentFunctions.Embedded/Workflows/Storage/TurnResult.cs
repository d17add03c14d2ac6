namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>Whether a turn was written, and who is to be woken for it.</summary>
/// <param name="Written">false: the lease or the instance is another's, or it has ended or was suspended meanwhile; nothing was written.</param>
/// <param name="HasMore">Messages wait for its next turn.</param>
/// <param name="Wakened">Children it started, the parent it told.</param>
internal sealed record TurnResult(bool Written, bool HasMore, IReadOnlyList<string> Wakened)
{
    public static TurnResult Refused { get; } = new(false, false, []);
}
