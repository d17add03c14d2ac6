namespace AgentFunctions.Core.Identity;

/// <summary>Who acts on the control plane: the tenant, the rights, and what the record says of it.</summary>
/// <param name="TenantId">Whose resources.</param>
/// <param name="Access">What may be done.</param>
/// <param name="By">For the record: <c>operator/ops</c>, <c>platform/bootstrap</c>, <c>system</c>.</param>
public sealed record Actor(string TenantId, Access Access, string By)
{
    /// <summary>Id of the key that was presented; null where none was.</summary>
    public string? KeyId { get; init; }

    /// <summary>Our id of the request; null outside one.</summary>
    public string? RequestId { get; init; }

    /// <summary>The product itself: start-up, manifests of the host, jobs.</summary>
    public static Actor System(string tenantId) => new(tenantId, Access.Platform, "system");

    /// <summary>An authenticated caller.</summary>
    public static Actor Of(Caller caller, string? requestId)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new Actor(caller.Principal.TenantId, caller.Access, $"{PrincipalKinds.ToName(caller.Principal.Kind)}/{caller.Principal.Id}") { KeyId = caller.KeyId, RequestId = requestId };
    }
}
