namespace AgentFunctions.Core.Context.Assembly;

/// <summary>One message of the context before.</summary>
/// <param name="Digest">Of its bytes, 16 hex digits.</param>
/// <param name="Tokens">What it cost.</param>
public sealed record SentMessage(string Digest, int Tokens);
