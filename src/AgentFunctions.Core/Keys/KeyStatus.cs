using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Keys;

/// <summary>What a key is good for, in one word.</summary>
internal static class KeyStatus
{
    public const string Active = "active";
    public const string Expired = "expired";
    public const string Revoked = "revoked";

    /// <summary>Declared, but no secret was issued yet; rotate issues one.</summary>
    public const string Pending = "pending";

    /// <summary>The status of a stored key; null for other kinds.</summary>
    public static string? Of(StoredResource stored, DateTimeOffset now)
    {
        if (stored.Kind != ResourceKinds.KeyKind.Name || stored.Spec is not { } spec) return null;
        if (stored.Secrets?.RevokedAt is not null) return Revoked;
        if (ResourceKinds.KeyKind.Read(spec).ExpiresAt <= now) return Expired;
        return stored.Secrets?.Current is null ? Pending : Active;
    }
}
