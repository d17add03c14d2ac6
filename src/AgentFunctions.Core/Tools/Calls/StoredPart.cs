namespace AgentFunctions.Core.Tools.Calls;

/// <summary>A part of an answer that is too large for one document.</summary>
/// <param name="Content">Base64.</param>
internal sealed record StoredPart(string Content);
