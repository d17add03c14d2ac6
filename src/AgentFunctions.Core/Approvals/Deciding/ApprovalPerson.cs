using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Approvals.Deciding;

/// <summary>Somebody who wants to decide, or has, with the rights they have now.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Id">Id of the principal.</param>
/// <param name="Access">What they may do.</param>
/// <param name="Groups">Groups they belong to.</param>
internal sealed record ApprovalPerson(PrincipalKind Kind, string Id, Access Access, IReadOnlyList<string> Groups)
{
    /// <summary>The same for all their keys. Ids of principals are unique whatever their type; the bootstrap key is none of them.</summary>
    public string Name => NameOf(Kind, Id);

    /// <summary><c>approver/ann</c>.</summary>
    public string By => $"{PrincipalKinds.ToName(Kind)}/{Id}";

    public static string NameOf(PrincipalKind kind, string id) => kind switch
    {
        PrincipalKind.Platform => "platform/" + id,
        PrincipalKind.Agent => "agents/" + id,
        _ => "principals/" + id,
    };
}
