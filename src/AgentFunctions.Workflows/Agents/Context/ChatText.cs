namespace AgentFunctions.Workflows.Agents.Context;

internal sealed record ChatText(string Role, string Content);
