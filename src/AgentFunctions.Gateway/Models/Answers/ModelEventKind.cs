namespace AgentFunctions.Gateway.Models.Answers;

/// <summary>What a streamed event means to the gateway.</summary>
public enum ModelEventKind
{
    /// <summary>A comment or an event without data.</summary>
    Comment,

    /// <summary>Part of the answer.</summary>
    Content,

    /// <summary>The event that carries the final state: a responses terminal event.</summary>
    Terminal,

    /// <summary><c>[DONE]</c>.</summary>
    Done,
}
