namespace AgentFunctions.Core.Secrets;

/// <summary>A secret about to be used.</summary>
/// <param name="TenantId">Owner.</param>
/// <param name="Name">The <c>secretRef</c>.</param>
/// <param name="Host">Host name (and port when not the scheme's default) the credential is about to be sent to.</param>
public readonly record struct SecretUse(string TenantId, string Name, string Host)
{
    /// <summary>Team of the agent the call is for; null where it is for none.</summary>
    public string? Team { get; init; }

    /// <summary>The other end refused the value it was given: do not answer from memory.</summary>
    public bool Refused { get; init; }
}
