namespace AgentFunctions.Core.Secrets;

/// <summary>A secret of a vault.</summary>
/// <param name="Name">As <c>secretRef</c> gives it.</param>
/// <param name="Hosts">Where it may be sent; empty: nowhere.</param>
/// <param name="UpdatedAt">When its value was set.</param>
public sealed record VaultSecret(string Name, IReadOnlyList<string> Hosts, DateTimeOffset UpdatedAt)
{
    /// <summary>Team that owns it; null: the tenant.</summary>
    public string? Team { get; init; }

    /// <summary>The value; null in lists.</summary>
    public Secret? Current { get; init; }

    /// <summary>When <see cref="Current"/> is good no more; null: until it is replaced.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The value before, where a rotation overlaps; null: none.</summary>
    public Secret? Previous { get; init; }

    /// <summary>Where <see cref="Previous"/> may be sent: as it was then.</summary>
    public IReadOnlyList<string> PreviousHosts { get; init; } = [];

    /// <summary>When <see cref="Previous"/> is used no more.</summary>
    public DateTimeOffset? PreviousUntil { get; init; }
}
