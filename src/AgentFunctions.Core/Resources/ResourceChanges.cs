namespace AgentFunctions.Core.Resources;

/// <summary>Tells this process about its own writes, so that a caller sees at once what it just wrote. Other processes learn by the version document.</summary>
public sealed class ResourceChanges
{
    /// <summary>Raised with the tenant after a change was stored.</summary>
    public event Action<string>? Changed;

    internal void Raise(string tenantId) => Changed?.Invoke(tenantId);
}
