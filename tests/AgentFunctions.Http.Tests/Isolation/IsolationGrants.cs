using AgentFunctions.Core.Identity;

namespace AgentFunctions.Http.Tests.Isolation;

/// <summary>What the principals of a tenant may do: some the same in every world, some by chance. The same seed gives a tenant the same, whatever tenants there are besides.</summary>
internal static class IsolationGrants
{
    private static readonly string[] Scopes = [.. AccessScopeNames.Names(Access.MostOf(PrincipalKind.App))];

    /// <summary>The only team and the spec of the principal of a key; no team for what reaches further.</summary>
    public static (string? Team, string Spec) Of(int seed, string tenant, int number) => number switch
    {
        2 => (null, """{"type":"operator"}"""),
        3 => ("red", $$"""{"type":"operator","grants":[{"scopes":[]{{In(tenant, "red")}}}]}"""),
        4 => ("blue", $$"""{"type":"auditor","grants":[{"scopes":[]{{In(tenant, "blue")}}}]}"""),
        5 => ("blue", $$"""{"type":"app","grants":[{"scopes":["resources:read","resources:write","keys:write","metrics:read"]{{In(tenant, "blue")}}}]}"""),
        _ => ByChance(new Random(HashCode(seed, tenant, number)), tenant, number),
    };

    /// <summary>An app and an operator or auditor of one team, and an app with grants in both or in the whole tenant.</summary>
    private static (string? Team, string Spec) ByChance(Random random, string tenant, int number)
    {
        var team = number == 8 ? null : Team(random);
        if (number == 7) return (team, $$"""{"type":"{{(random.Next(3) == 0 ? "auditor" : "operator")}}","grants":[{"scopes":[]{{In(tenant, team!)}}}]}""");
        var grants = Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
        {
            var scopes = Scopes.Where(_ => random.Next(3) != 0).DefaultIfEmpty("resources:read").Select(s => $"\"{s}\"");
            var where = team is not null ? In(tenant, team) : random.Next(2) == 0 ? "" : In(tenant, Team(random));
            return $$"""{"scopes":[{{string.Join(',', scopes)}}]{{where}}}""";
        });
        return (team, $$"""{"type":"app","grants":[{{string.Join(',', grants)}}]}""");
    }

    private static string Team(Random random) => IsolationWorld.Teams[random.Next(IsolationWorld.Teams.Count)];

    private static string In(string tenant, string team) => $",\"team\":\"{IsolationWorld.Id(tenant, team, "teams", "0")}\"";

    /// <summary>The same in every process, which the built-in one is not.</summary>
    private static int HashCode(int seed, string tenant, int number) => tenant.Aggregate((seed * 31) + number, static (hash, c) => unchecked((hash * 31) + c)) & int.MaxValue;
}
