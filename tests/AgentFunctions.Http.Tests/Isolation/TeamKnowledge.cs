using System.Text.RegularExpressions;

namespace AgentFunctions.Http.Tests.Isolation;

/// <summary>Which ids of the other team a key of one team may have heard of: those it sent itself, and those that somebody who may do so put in its reach.</summary>
internal sealed partial class TeamKnowledge
{
    private readonly HashSet<string> _shared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _agentOfKey = [];

    /// <summary>What a request that was let in has tied together.</summary>
    /// <param name="step">The request.</param>
    /// <param name="team">The team of its key; null for one that reaches further.</param>
    public void Learn(IsolationStep step, string? team)
    {
        var sent = Ids(step.ToString(), step.Tenant, "(red|blue)").ToList();
        if (step.Method is "PUT" or "POST" && sent.Find(i => i.Contains("-agents-", StringComparison.Ordinal)) is { } agent)
        {
            foreach (var key in sent.Where(i => i.Contains("-keys-", StringComparison.Ordinal))) _agentOfKey[key] = agent;
        }

        var mixes = sent.Any(i => i.Contains("-red-", StringComparison.Ordinal)) && sent.Any(i => i.Contains("-blue-", StringComparison.Ordinal));
        if (team is null ? mixes : sent.Any(i => !i.Contains($"-{team}-", StringComparison.Ordinal))) _shared.UnionWith(sent);
    }

    /// <summary>Ids in an answer that the key should not know of.</summary>
    public IEnumerable<string> Strangers(IsolationStep step, string team, string answer)
    {
        var sent = Ids(step.ToString(), step.Tenant, "(red|blue)").ToHashSet(StringComparer.Ordinal);
        return Ids(Doers().Replace(answer, ""), step.Tenant, team == "red" ? "blue" : "red").Where(id => !IsKnown(id) && !(AgentOf(id) is { } agent && IsKnown(agent)));

        // The one that moved is known to the team it came from as well.
        bool IsKnown(string id) => id == IsolationWorld.Id(step.Tenant, "blue", "agents", "1") || sent.Contains(id) || _shared.Contains(id);
    }

    /// <summary>A key is where its agent is.</summary>
    private string? AgentOf(string key) => _agentOfKey.TryGetValue(key, out var agent) ? agent : key.EndsWith("-keys-k0", StringComparison.Ordinal) || key.EndsWith("-keys-k1", StringComparison.Ordinal) ? key[..^7] + "agents-0" : null;

    /// <summary>Without providers: they belong to the tenant, and whoever may use a model reads which it goes to.</summary>
    private static IEnumerable<string> Ids(string text, string tenant, string team) => Regex.Matches(text, $"{tenant}-{team}-(?!providers)[a-z]+-[a-z0-9]+").Select(m => m.Value);

    /// <summary>Who did something to a thing is told with it.</summary>
    [GeneratedRegex("(operator|app|auditor|approver)/[a-z0-9-]+|\"keyId\":\"[a-z0-9-]+\"")]
    private static partial Regex Doers();
}
