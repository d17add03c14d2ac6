using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Approvals.Deciding;

/// <summary>The agents that a request goes back to: its own, the one that started it, those whose runs it is within or follows from. Whoever answers for one of them has no say.</summary>
internal static class ApprovalAgents
{
    private static readonly string[] Prefixes = ["agent/", "agents/"];

    /// <summary>Ids, each once; its own first.</summary>
    public static IReadOnlyList<string> Of(StoredApproval approval) => [.. Of(approval.RequestedBy, approval.PublishedBy ?? []).Prepend(approval.Agent).Distinct(StringComparer.Ordinal)];

    /// <summary>Those that stand among people.</summary>
    public static IEnumerable<string> Of(string requestedBy, IReadOnlyList<string> publishedBy) => publishedBy.Prepend(requestedBy).Select(IdOf).OfType<string>();

    /// <summary>Who answers for them now; nobody for those that are gone.</summary>
    public static async ValueTask<IReadOnlyList<string>> OwnersAsync(ControlPlaneView view, IEnumerable<string> agents, CancellationToken cancellationToken)
    {
        var owners = new List<string>();
        foreach (var agent in agents)
            if (await view.FindAgentAsync(agent, cancellationToken) is { } found) owners.AddRange(new[] { found.Spec.Owner, found.Spec.Sponsor }.OfType<string>());
        return [.. owners.Distinct(StringComparer.Ordinal)];
    }

    private static string? IdOf(string name) => Array.Find(Prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is { } found ? name[found.Length..] : null;
}
