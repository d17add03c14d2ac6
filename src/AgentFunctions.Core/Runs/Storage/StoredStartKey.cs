namespace AgentFunctions.Core.Runs.Storage;

/// <summary>What the ids of runs that were started with a key are made of, so that nobody can tell them beforehand. One for a tenant, and for ever.</summary>
internal sealed record StoredStartKey
{
    public required byte[] Key { get; init; }
}
