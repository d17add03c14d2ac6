using AgentFunctions.Core.Identity;

namespace AgentFunctions.Http.Authentication;

/// <summary>Who may call an endpoint. Every endpoint carries exactly one; an endpoint without is refused, so forgetting it fails closed.</summary>
/// <param name="Kinds">Principals that may call; empty means anybody, without a key.</param>
/// <param name="NeedsAgent">The call acts for an agent: its own key's, or the one an operator names in <c>x-agent-id</c>.</param>
internal sealed record AccessRequirement(IReadOnlyList<PrincipalKind> Kinds, bool NeedsAgent = false)
{
    /// <summary>No key needed.</summary>
    public static readonly AccessRequirement Anonymous = new([]);

    /// <summary>Model calls: agents, and operators acting as a named agent.</summary>
    public static readonly AccessRequirement Agents = new([PrincipalKind.Agent, PrincipalKind.Operator, PrincipalKind.Platform], NeedsAgent: true);

    /// <summary>Control plane.</summary>
    public static readonly AccessRequirement Operators = new([PrincipalKind.Operator, PrincipalKind.Platform]);
}
