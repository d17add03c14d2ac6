namespace AgentFunctions.Core.Context.Assembly;

/// <summary>The messages that are left out whole.</summary>
/// <param name="Handle">What brings them back; null: there are none.</param>
/// <param name="Before">The unit before which the note stands; null: there is none.</param>
/// <param name="Note">What the model is told; null: nothing.</param>
internal sealed record LeftOutMessages(string? Handle, ContextUnit? Before, AssembledMessage? Note)
{
    /// <summary>A summary of them, after the note; null: there is none.</summary>
    public AssembledMessage? Summary { get; init; }
}
