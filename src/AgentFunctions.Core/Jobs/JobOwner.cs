namespace AgentFunctions.Core.Jobs;

/// <summary>Which process this is, among those that share a store.</summary>
public sealed record JobOwner(string Id)
{
    public static JobOwner New() => new(Guid.NewGuid().ToString("N"));
}
