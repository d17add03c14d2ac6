namespace AgentFunctions.Gateway.Models.Events;

/// <summary>Members of a chat message that carry text.</summary>
internal enum ChatTextName
{
    Other,
    Content,
    Refusal,
    ReasoningContent,
    Reasoning,
    ToolCalls,
    FunctionCall,
}
