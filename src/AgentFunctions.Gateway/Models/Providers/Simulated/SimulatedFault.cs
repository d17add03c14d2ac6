namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>How a simulated answer goes wrong after it has begun.</summary>
internal enum SimulatedFault
{
    None,

    /// <summary>Falls silent and keeps the connection open.</summary>
    Stall,

    /// <summary>Ends in the middle of an event or of the JSON.</summary>
    Truncate,

    /// <summary>Ends without <c>[DONE]</c>, or without the terminal event.</summary>
    NoDone,

    /// <summary>Sends <c>[DONE]</c> without a finish reason.</summary>
    NoFinish,

    /// <summary>Sends something that is not JSON.</summary>
    Malformed,

    /// <summary>The connection breaks.</summary>
    Reset,
}
