using AgentFunctions.Core.Identity;

namespace AgentFunctions.Http.Tests.Isolation;

/// <summary>Grants by chance: the same seed gives a tenant the same, whatever tenants there are besides.</summary>
internal static class IsolationGrants
{
    private static readonly string[] Scopes = [.. AccessScopeNames.Names(Access.MostOf(PrincipalKind.App))];

    /// <summary>Team and spec of the principal of a key. The first two of a tenant are an app and an operator of one team, the third an app of both or of the whole tenant.</summary>
    public static (string? Team, string Spec) Of(int seed, string tenant, int number)
    {
        var random = new Random(HashCode(seed, tenant, number));
        var team = number == 2 ? null : IsolationWorld.Teams[random.Next(IsolationWorld.Teams.Count)];
        string? Own(string color) => $",\"team\":\"{IsolationWorld.Id(tenant, color, "teams", "0")}\"";
        if (number == 1) return (team, $$"""{"type":"{{(random.Next(3) == 0 ? "auditor" : "operator")}}","grants":[{"scopes":[]{{Own(team!)}}}]}""");
        var grants = Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
        {
            var scopes = Scopes.Where(_ => random.Next(3) != 0).DefaultIfEmpty("resources:read").Select(s => $"\"{s}\"");
            var where = team is not null ? Own(team) : random.Next(2) == 0 ? "" : Own(IsolationWorld.Teams[random.Next(IsolationWorld.Teams.Count)]);
            return $$"""{"scopes":[{{string.Join(',', scopes)}}]{{where}}}""";
        });
        return (team, $$"""{"type":"app","grants":[{{string.Join(',', grants)}}]}""");
    }

    /// <summary>The same in every process, which the built-in one is not.</summary>
    private static int HashCode(int seed, string tenant, int number) => tenant.Aggregate((seed * 31) + number, static (hash, c) => unchecked((hash * 31) + c)) & int.MaxValue;
}
