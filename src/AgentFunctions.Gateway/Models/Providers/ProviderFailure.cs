namespace AgentFunctions.Gateway.Models.Providers;

/// <summary>Why a provider did not answer at all.</summary>
public enum ProviderFailure
{
    None,

    /// <summary>No connection, or it broke before a status came.</summary>
    Unreachable,

    ConnectTimeout,

    /// <summary>The provider cannot be used as declared; nothing was sent.</summary>
    NotUsable,
}
