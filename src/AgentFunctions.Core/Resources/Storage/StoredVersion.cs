namespace AgentFunctions.Core.Resources.Storage;

/// <summary>The tenant's version document. Every change in the tenant takes the next sequence in the same batch.</summary>
internal sealed record StoredVersion
{
    public const string DocumentId = "version";
    public const string Staging = "staging";
    public const string Committed = "committed";
    public const string Idle = "idle";
    public const string Deleted = "deleted";

    public int Format { get; init; } = StoredResource.CurrentFormat;

    /// <summary>Not named as the resources' own, so that a query for changes does not find this document.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Changes when the tenant's documents were replaced as a whole (a restore): what was known before counts for nothing.</summary>
    public string? Epoch { get; init; }

    /// <summary>
    /// <see cref="Idle"/> (or absent); <see cref="Staging"/>: a large change is being prepared; <see cref="Committed"/>: it is decided and being written out, by whoever comes first;
    /// <see cref="Deleted"/>: the tenant is gone.
    /// </summary>
    public string? Phase { get; init; }

    /// <summary>The large change under way.</summary>
    public string? ApplyId { get; init; }

    /// <summary>Unix milliseconds until which the staging process has the tenant for itself.</summary>
    public long? ApplyUntil { get; init; }

    /// <summary>Documents that hold the staged writes.</summary>
    public long? StageCount { get; init; }
}
