namespace AgentFunctions.Core.Context.Assembly;

/// <summary>What of a message is not in the context as it was, and how it comes back.</summary>
/// <param name="Ref">The message.</param>
/// <param name="Handle">What brings it back, byte for byte (<see cref="HandleContent"/>).</param>
/// <param name="Reason">Why: a word of <see cref="DropReasons"/>.</param>
/// <param name="TokensBefore">What the message cost.</param>
/// <param name="TokensAfter">What stands in its place costs; 0 when nothing does.</param>
public sealed record DroppedContent(string Ref, string Handle, string Reason, int TokensBefore, int TokensAfter);
