using AgentFunctions.Core.Context.Metrics;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>A context, ready to be sent: valid for OpenAI's chat completions and within its budgets.</summary>
/// <param name="Messages">The messages in their order.</param>
/// <param name="Slots">What each slot costs, in the order of the slots.</param>
/// <param name="TokensBefore">What the messages cost as they were given.</param>
/// <param name="TokensAfter">What they cost now.</param>
/// <param name="Dropped">Everything that is not there as it was, in the order of the messages.</param>
/// <param name="Handles">What each handle stands for; to be stored before the context is used.</param>
/// <param name="Prefix">How much is as it was the last time.</param>
/// <param name="State">For <see cref="ContextInput.Previous"/> of the next assembly.</param>
/// <param name="Pollution">How much of what was given nobody needed.</param>
public sealed record AssembledContext(
    IReadOnlyList<AssembledMessage> Messages,
    IReadOnlyList<SlotTokens> Slots,
    int TokensBefore,
    int TokensAfter,
    IReadOnlyList<DroppedContent> Dropped,
    IReadOnlyList<HandleContent> Handles,
    ContextPrefix Prefix,
    ContextState State,
    ContextPollution Pollution)
{
    /// <summary>The messages that were left out whole to fit; null: none.</summary>
    public HandleContent? LeftOut { get; init; }

    /// <summary>Earlier messages of the session that were not looked at.</summary>
    public long OlderMessages { get; init; }
}
