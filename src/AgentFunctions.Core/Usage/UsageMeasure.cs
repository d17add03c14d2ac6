namespace AgentFunctions.Core.Usage;

/// <summary>What is added up of usage. All are whole numbers; parts (cached, reasoning, agentic...) are contained in their wholes.</summary>
public enum UsageMeasure
{
    /// <summary>Calls.</summary>
    Requests,

    /// <summary>Attempts at providers; a call that fails over has several.</summary>
    Attempts,
    InputTokens,
    CachedInputTokens,
    CacheWriteTokens,
    AudioInputTokens,
    OutputTokens,
    ReasoningTokens,
    AudioOutputTokens,

    /// <summary>Input that answers tools.</summary>
    AgenticInputTokens,

    /// <summary>Output that calls tools.</summary>
    AgenticOutputTokens,

    /// <summary>Bytes sent out.</summary>
    Bytes,

    /// <summary>Nano-dollars.</summary>
    Cost,
    ReasoningCost,
    AgenticCost,

    /// <summary>Attempts charged at their bound, because nobody knows what they came to.</summary>
    Estimated,

    /// <summary>Attempts whose provider sent no usage.</summary>
    Counted,

    /// <summary>Attempts at targets without a price.</summary>
    Unpriced,
}
