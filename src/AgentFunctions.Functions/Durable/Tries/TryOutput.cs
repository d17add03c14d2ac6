using System.Text.Json;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Functions.Durable.Tries;

/// <summary>What a try came to that another may follow: one of the two.</summary>
internal sealed record TryOutput(JsonElement Output, WorkflowFailure? Failure);
