namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>Counts tokens of text.</summary>
internal sealed class TokenCounter;
