using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Resources.Kinds;

/// <summary>
/// Who answers for something, as approvals read it. A plain word is an id or a group and any other plain text (an address, a name) a contact, which keeps nobody out of approvals; what looks like a name of ours and is none
/// would keep nobody out either, although it was meant to.
/// </summary>
internal static class OwnerRule
{
    private const string Rule = "must be one principal (principals/ID), one group (groups/NAME), or a contact without '/', ',' and ';' such as an e-mail address, which keeps nobody out of approvals";
    private static readonly string[] Kinds = ["principals", "groups", "teams", .. Enum.GetValues<PrincipalKind>().Where(static kind => kind != PrincipalKind.Agent).Select(PrincipalKinds.ToName)];

    public static void Check(Findings findings, string path, string? owner)
    {
        var text = owner?.Trim() ?? "";
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var isName = slash > 0 && Kinds.Contains(text[..slash], StringComparer.OrdinalIgnoreCase) && ResourceIds.IsValid(text.AsSpan(slash + 1));
        if (!isName && text.AsSpan().ContainsAny("/,;\r\n")) findings.Add(path, Rule);
    }
}
