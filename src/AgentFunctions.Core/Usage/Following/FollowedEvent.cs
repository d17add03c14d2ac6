using System.Text.Json;

namespace AgentFunctions.Core.Usage.Following;

/// <summary>Events as consumers beside the fold read them.</summary>
internal static class FollowedEvent
{
    /// <summary>null: it is none of this tenant.</summary>
    public static UsageEvent? Read(string tenantId, ReadOnlySpan<byte> body)
    {
        try
        {
            return UsageEventJson.Read(body) is var value && value.Subject.TenantId == tenantId ? value : null;
        }
        catch (JsonException)
        {
            // The fold has logged it.
            return null;
        }
    }
}
