using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Resources.Storage;
using AgentFunctions.Core.Resources.Views;

namespace AgentFunctions.Core.Approvals.Deciding;

/// <summary>Who people are and what they may now, by the control plane as it was confirmed at most 2 s ago.</summary>
internal sealed class ApprovalPeople(ControlPlane controlPlane, BootstrapKey bootstrap, ResourceDocuments documents, TimeProvider time)
{
    /// <summary>The person that calls.</summary>
    public static async ValueTask<ApprovalPerson> OfAsync(Caller caller, CancellationToken cancellationToken)
    {
        var principal = caller.Principal;
        if (principal.Kind is PrincipalKind.Agent or PrincipalKind.Platform || caller.ControlPlane is not TenantView view) return new ApprovalPerson(principal.Kind, principal.Id, caller.Access, []);
        var record = await view.FindPrincipalAsync(principal.Id, cancellationToken);

        // Removed between the look at its key and this one: it may nothing any more.
        return record is null ? new ApprovalPerson(principal.Kind, principal.Id, Access.None, []) : new ApprovalPerson(principal.Kind, principal.Id, record.Access, record.Groups);
    }

    /// <summary>A person who voted before; null where they are gone, or the key they used was revoked or put out of service since.</summary>
    /// <exception cref="DocumentStoreUnavailableException">It cannot be said.</exception>
    public async ValueTask<ApprovalPerson?> FindAsync(string tenantId, string name, string keyId, CancellationToken cancellationToken)
    {
        if (name == ApprovalPerson.NameOf(PrincipalKind.Platform, BootstrapKey.KeyId))
            return bootstrap.IsSet ? new ApprovalPerson(PrincipalKind.Platform, BootstrapKey.KeyId, Access.Platform, []) : null;
        var view = await ViewAsync(tenantId, cancellationToken);
        var id = name["principals/".Length..];
        var key = await view.FindKeyAsync(keyId, cancellationToken);

        // An expired key is no doubt about what was said with it; a revoked one is.
        if (key is null || key.Principal != id || key.Secrets.IsEmpty || ResourceState.Of(key.State, time.GetUtcNow()) is OperatingState.Suspended or OperatingState.Killed) return null;
        return await view.FindPrincipalAsync(id, cancellationToken) is { } record ? new ApprovalPerson(record.Principal.Kind, id, record.Access, record.Groups) : null;
    }

    /// <summary>Whether there is such a principal.</summary>
    public async ValueTask<ApprovalPerson?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        await (await ViewAsync(tenantId, cancellationToken)).FindPrincipalAsync(id, cancellationToken) is { } record ? new ApprovalPerson(record.Principal.Kind, id, record.Access, record.Groups) : null;

    /// <summary>Whether anybody is in the group.</summary>
    public async ValueTask<bool> IsGroupAsync(string tenantId, string group, CancellationToken cancellationToken)
    {
        await foreach (var _ in documents.ListAllAsync(tenantId, ResourceKinds.PrincipalKind.Name, new DocumentFilter.Contains("spec.groups", group), cancellationToken)) return true;
        return false;
    }

    /// <summary>Who answers now for the agents that a request goes back to; nobody for those that are gone.</summary>
    public async ValueTask<IReadOnlyList<string>> OwnersAsync(string tenantId, StoredApproval approval, CancellationToken cancellationToken) =>
        await ApprovalAgents.OwnersAsync(await ViewAsync(tenantId, cancellationToken), ApprovalAgents.Of(approval), cancellationToken);

    private async ValueTask<TenantView> ViewAsync(string tenantId, CancellationToken cancellationToken) =>
        await controlPlane.GetViewAsync(tenantId, cancellationToken) as TenantView ?? throw new DocumentStoreUnavailableException("Who may decide could not be confirmed.");
}
