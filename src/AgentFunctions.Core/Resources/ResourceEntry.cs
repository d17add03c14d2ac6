using System.Text.Json;

namespace AgentFunctions.Core.Resources;

/// <summary>A resource as the generic surface shows it.</summary>
/// <param name="TenantId">Owner.</param>
/// <param name="Kind">Plural, <c>models</c>.</param>
/// <param name="Id">Id within its kind.</param>
/// <param name="Spec">As it was written; defaults are not filled in.</param>
/// <param name="ETag">Opaque, without quotes; changes with every write.</param>
/// <param name="Version">Counts the writes.</param>
/// <param name="CreatedAt">First write.</param>
/// <param name="UpdatedAt">Last write.</param>
/// <param name="Status">Keys: <c>active</c>, <c>expired</c>, <c>revoked</c> or <c>pending</c> (no secret issued yet); null for other kinds.</param>
public sealed record ResourceEntry(
    string TenantId, string Kind, string Id, JsonElement Spec, string ETag, long Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string? Status = null)
{
    /// <summary>Who wrote last, <c>operator/ops</c>; null for what was written before this was recorded.</summary>
    public string? UpdatedBy { get; init; }

    /// <summary>The set that owns it; null: nobody's.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>Keys: when one was last used, up to a minute behind; null: not within <see cref="Activity.ActivityRetention.KeyUses"/>, or not read (answers to writes).</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>null: active, never set.</summary>
    public States.ResourceState? State { get; init; }
}
