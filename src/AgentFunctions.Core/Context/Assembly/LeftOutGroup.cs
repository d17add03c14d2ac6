namespace AgentFunctions.Core.Context.Assembly;

/// <summary>Messages that are left out whole under one handle: those of the conversation, or what stood in slots.</summary>
/// <param name="Handle">What brings them back.</param>
/// <param name="Before">The unit before which the note stands; null: there is none.</param>
/// <param name="Note">What the model is told; null: nothing.</param>
internal sealed record LeftOutGroup(string Handle, ContextUnit? Before, AssembledMessage? Note)
{
    /// <summary>A summary of them, after the note; null: there is none.</summary>
    public AssembledMessage? Summary { get; init; }

    /// <summary>What the model is shown in their place.</summary>
    public IEnumerable<AssembledMessage> Shown => new[] { Note, Summary }.OfType<AssembledMessage>();
}
