using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.Views;

/// <summary>A principal as the authenticator needs it.</summary>
/// <param name="Principal">Who.</param>
/// <param name="Access">What it may do.</param>
internal sealed record PrincipalRecord(Principal Principal, Access Access)
{
    /// <summary>Groups it belongs to.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    public static PrincipalRecord From(string tenantId, StoredResource stored)
    {
        var spec = ResourceKinds.PrincipalKind.Read(stored.Spec!.Value);
        var kind = PrincipalKinds.Find(spec.Type) ?? throw new InvalidOperationException("A stored principal has a type that does not exist.");
        return new PrincipalRecord(new Principal(tenantId, kind, stored.Id), Access.Of(kind, spec.Grants)) { Groups = spec.Groups };
    }
}
