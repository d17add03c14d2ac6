namespace AgentFunctions.Core.Context.Compression.Logs;

/// <summary>A word of a line that holds a digit.</summary>
/// <param name="Range">Where it stands.</param>
/// <param name="Name">What stands before it and <c>=</c>; empty: nothing.</param>
internal readonly record struct LogWord(Range Range, Range Name);
