namespace AgentFunctions.Core.Context.Assembly;

/// <summary>What an assembly leaves for the next one of the same context. Holds no content. Kept by the caller as JSON.</summary>
/// <param name="Forms">The form of each message that is no longer whole, by its ref.</param>
/// <param name="Sent">The messages of the context in their order: a digest of the bytes and the tokens of each.</param>
public sealed record ContextState(IReadOnlyDictionary<string, ContextForm> Forms, IReadOnlyList<SentMessage> Sent)
{
    /// <summary>The messages that stand as a reference to an earlier one, by their ref: the ref of that one. Default none.</summary>
    public IReadOnlyDictionary<string, string> Repeats { get; init; } = new Dictionary<string, string>();
}
