using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Inventory;

/// <summary>Why nobody answers for an agent.</summary>
public static class UnownedReasons
{
    public const string NoOwner = "no_owner";
    public const string NoTeam = "no_team";
    public const string TeamGone = "team_gone";

    /// <summary>The owner is a team, <c>teams/support</c>, that is not declared any more.</summary>
    public const string OwnerTeamGone = "owner_team_gone";

    private const string TeamOwner = "teams/";

    internal static IReadOnlyList<string> Of(AgentSpec agent, IReadOnlyDictionary<string, Resource<TeamSpec>> teams)
    {
        var reasons = new List<string>();
        if (string.IsNullOrWhiteSpace(agent.Owner)) reasons.Add(NoOwner);
        else if (agent.Owner.StartsWith(TeamOwner, StringComparison.Ordinal) && !teams.ContainsKey(agent.Owner[TeamOwner.Length..])) reasons.Add(OwnerTeamGone);
        if (agent.Team is null) reasons.Add(NoTeam);
        else if (!teams.ContainsKey(agent.Team)) reasons.Add(TeamGone);
        return reasons;
    }
}
