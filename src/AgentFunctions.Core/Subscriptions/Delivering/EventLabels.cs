using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Sessions.Messages;

namespace AgentFunctions.Core.Subscriptions.Delivering;

/// <summary>
/// What an event is worth as the input of a run, by who published it. People and applications are callers, whose word is what the target says of its users; an agent's word is worth no more than that of its own. What runs
/// answer, what webhooks are sent and what hubs carry comes from where nobody can say.
/// </summary>
internal static class EventLabels
{
    /// <param name="view">As it is now.</param>
    /// <param name="by">Who published it, <c>operator/ops</c>, <c>runs/run_1</c>, <c>subscriptions/nightly</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask<ContentLabel> OfAsync(ControlPlaneView view, string by, CancellationToken cancellationToken)
    {
        var slash = by.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return ContentLabel.Unknown;
        var id = by[(slash + 1)..];
        return by[..slash] switch
        {
            "operator" or "approver" or "app" or "platform" => ContentLabel.Best,
            "agent" when await view.FindAgentAsync(id, cancellationToken) is { } agent => MessageLabels.OfUser(agent.Spec),

            // A schedule says only that it is due.
            "subscriptions" when view.Subscriptions.TryGetValue(id, out var source) && source.Spec is { Schedule: not null, Webhook: null } => ContentLabel.Best,
            _ => ContentLabel.Unknown,
        };
    }
}
