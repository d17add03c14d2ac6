namespace AgentFunctions.Core.Resources.Storage;

/// <summary>The tenant's version document. Every change in the tenant takes the next sequence in the same batch.</summary>
internal sealed record StoredVersion
{
    public const string DocumentId = "version";

    /// <summary>Not named as the resources' own, so that a query for changes does not find this document.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
