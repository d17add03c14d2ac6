using AgentFunctions.Core.Identity;

namespace AgentFunctions.Http.Tests.Authorisation;

/// <summary>Who calls.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Key">What is presented; null for nothing.</param>
/// <param name="Access">What it may do; null where the key proves nobody.</param>
/// <param name="IsAgent">The key of the agent <c>mine-agents</c>.</param>
internal sealed record Role(string Name, string? Key, Access? Access, bool IsAgent = false)
{
    public override string ToString() => Name;
}
