using System.Text.Json.Nodes;

namespace AgentFunctions.Workflows.Tests.Agents.Running;

internal sealed record JsonNodeReply(JsonObject Message);
