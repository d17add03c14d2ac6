namespace AgentFunctions.Gateway.Models.Events;

/// <summary>What one event did to the stream.</summary>
internal enum StreamStep
{
    Content,

    /// <summary>The event that completes a response.</summary>
    Terminal,

    /// <summary><c>[DONE]</c>, and everything before it was there.</summary>
    Done,

    /// <summary>The usage chunk of a caller who did not ask for it.</summary>
    Strip,

    /// <summary>The end mark came too early.</summary>
    Incomplete,

    Malformed,

    /// <summary>The provider reports an error in its stream.</summary>
    Error,
}
