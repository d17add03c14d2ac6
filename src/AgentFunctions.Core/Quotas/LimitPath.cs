using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Quotas;

/// <summary>What a call passes, by id; null for what it does not pass. The provider is not among it: it is known only once a target is chosen.</summary>
/// <param name="Team">The agent's.</param>
/// <param name="Agent">Who calls.</param>
/// <param name="Session">As the caller named it; counts for its agent only, so it is nothing without one.</param>
/// <param name="Run">Of the tenant.</param>
/// <param name="Key">The key's id.</param>
/// <param name="Model">The declared model, a wildcard by its literal id.</param>
/// <param name="Tool">The tool.</param>
public readonly record struct LimitPath(string? Team, string? Agent, string? Session, string? Run, string? Key, string? Model, string? Tool)
{
    /// <summary>The path of whose usage it will be.</summary>
    public static LimitPath Of(UsageSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return new LimitPath(subject.Team, subject.Agent, subject.Session, subject.Run, subject.Key, subject.Model, subject.Tool);
    }
}
