namespace AgentFunctions.Core.Secrets;

/// <summary>A secret as stored; the value is encrypted.</summary>
internal sealed record StoredSecret
{
    public const string KindName = "secrets";

    public required string Kind { get; init; }

    public required string Id { get; init; }

    public required bool Deleted { get; init; }

    /// <summary>Hosts it may be sent to, in lower case, with the port when it is not the scheme's own.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>From <see cref="ISecretProtector"/>, base64; null: the value was replaced after the backup that this came from, and must be set again.</summary>
    public string? Cipher { get; init; }

    /// <summary>Team that owns it; null: the tenant.</summary>
    public string? Team { get; init; }

    /// <summary>The value before, while it may still be used; null: none.</summary>
    public string? Previous { get; init; }

    /// <summary>When <see cref="Previous"/> is used no more.</summary>
    public DateTimeOffset? PreviousUntil { get; init; }

    /// <summary>Counts the values.</summary>
    public long Version { get; init; } = 1;

    public string? UpdatedBy { get; init; }

    public int Format { get; init; } = Resources.Storage.StoredResource.CurrentFormat;
}
