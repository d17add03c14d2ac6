namespace AgentFunctions.Core.Context.Compression;

/// <summary>What stands in place of a text.</summary>
/// <param name="Text">The words.</param>
/// <param name="Tokens">What they cost.</param>
/// <param name="Reason">Why (a word of <see cref="Assembly.DropReasons"/>).</param>
/// <param name="Handle">What brings the text back.</param>
internal sealed record Rendering(string Text, int Tokens, string Reason, string Handle);
