namespace AgentFunctions.Gateway.Egress;

/// <summary>Why no connection was made.</summary>
public enum EgressRefusal
{
    /// <summary>The name has no address.</summary>
    NameNotFound,

    /// <summary>One of its addresses may not be reached.</summary>
    AddressRefused,

    /// <summary>None of its addresses took the connection.</summary>
    ConnectFailed,
}
