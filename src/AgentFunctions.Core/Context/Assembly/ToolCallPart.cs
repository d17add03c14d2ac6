namespace AgentFunctions.Core.Context.Assembly;

/// <summary>One call in a message of the assistant.</summary>
internal sealed record ToolCallPart(string Id, string? Name, string? Arguments);
