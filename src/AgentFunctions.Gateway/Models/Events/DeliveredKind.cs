namespace AgentFunctions.Gateway.Models.Events;

/// <summary>What a piece of an answer is.</summary>
internal enum DeliveredKind
{
    Text,

    Refusal,

    /// <summary>What the model thought, as far as it is shown.</summary>
    Reasoning,

    ToolName,

    ToolArguments,
}
