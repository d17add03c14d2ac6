namespace AgentFunctions.Core.Context.Assembly;

/// <summary>How much of the context before it a context begins with: what a provider's prompt cache can still use.</summary>
/// <param name="Messages">Leading messages that are the same, byte for byte.</param>
/// <param name="Tokens">What those cost.</param>
/// <param name="PreviousTokens">What the context before cost; 0 for the first.</param>
public sealed record ContextPrefix(int Messages, int Tokens, int PreviousTokens);
