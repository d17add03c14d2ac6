namespace AgentFunctions.Core.Identity;

/// <summary>Kinds of principals by the names that resources and records use.</summary>
public static class PrincipalKinds
{
    public static string ToName(PrincipalKind kind) => kind switch
    {
        PrincipalKind.Agent => "agent",
        PrincipalKind.Operator => "operator",
        PrincipalKind.Approver => "approver",
        PrincipalKind.Auditor => "auditor",
        PrincipalKind.App => "app",
        _ => "platform",
    };

    /// <summary>The kind that a <c>principals</c> resource may name; null for any other word.</summary>
    public static PrincipalKind? Find(string name) => name switch
    {
        "operator" => PrincipalKind.Operator,
        "approver" => PrincipalKind.Approver,
        "auditor" => PrincipalKind.Auditor,
        "app" => PrincipalKind.App,
        _ => null,
    };
}
