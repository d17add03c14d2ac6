namespace AgentFunctions.Cloud.Tests.Cosmos;

internal enum FakeFault
{
    None,

    /// <summary>429, nothing done.</summary>
    TooManyRequests,

    /// <summary>449, nothing done.</summary>
    RetryWith,

    /// <summary>408, nothing done.</summary>
    TimeoutBefore,

    /// <summary>408, all done.</summary>
    TimeoutAfter,

    /// <summary>All done, and the connection breaks.</summary>
    LostResponse,
}
