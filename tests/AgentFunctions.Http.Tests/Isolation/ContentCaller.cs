namespace AgentFunctions.Http.Tests.Isolation;

/// <summary>Who calls, and what they may see: the oracle.</summary>
/// <param name="Name">Of the agent or principal.</param>
/// <param name="Spec">Of the principal; null for an agent.</param>
internal sealed record ContentCaller(string Name, string? Spec)
{
    private static readonly string[] Both = ["red", "blue"];

    /// <summary>Agents by team; the same names in every tenant.</summary>
    public static IReadOnlyList<string> Agents { get; } = ["ada", "bob", "cyd"];

    public static IReadOnlyList<ContentCaller> All { get; } =
    [
        .. Agents.Select(static agent => new ContentCaller(agent, null)),
        new("ops", """{"type":"operator"}"""),
        new("redops", """{"type":"operator","grants":[{"scopes":[],"team":"red"}]}"""),
        new("blueaudit", """{"type":"auditor","grants":[{"scopes":[],"team":"blue"}]}"""),
        new("redcontent", """{"type":"app","grants":[{"scopes":["content:read"],"team":"red"}]}"""),
        new("blueact", """{"type":"app","grants":[{"scopes":["agents:act"],"team":"blue"}]}"""),
        new("starter", """{"type":"app","grants":[{"scopes":["runs:start"]}]}"""),
        new("judge", """{"type":"approver"}"""),
        new("redjudge", """{"type":"approver","grants":[{"scopes":[],"team":"red"}]}"""),
    ];

    public bool IsAgent => Spec is null;

    public static string TeamOf(string agent) => agent == "cyd" ? "blue" : "red";

    /// <summary>Whether an answer to this caller, of the same tenant, may hold the mark.</summary>
    public bool MaySee(ContentMark mark, bool isExport)
    {
        if (mark.IsErased) return false;
        if (IsAgent) return mark.Agent == Name;
        if (isExport) return Teams("redcontent").Contains(mark.Team);
        return mark.Kind switch
        {
            "memory" or "message" => Teams("ops", "redops", "blueact").Contains(mark.Team),
            "run" => Teams("ops", "redops", "blueaudit").Contains(mark.Team) || (Name == "starter" && mark.StartedBy == Name),
            _ => Teams("ops", "redops", "judge", "redjudge").Contains(mark.Team),
        };
    }

    /// <summary>The teams in which this caller has a right, where it is one of those that have it.</summary>
    private string[] Teams(params string[] names) => !names.Contains(Name) ? [] : Name.StartsWith("red", StringComparison.Ordinal) ? ["red"] : Name.StartsWith("blue", StringComparison.Ordinal) ? ["blue"] : Both;
}
