namespace AgentFunctions.Core.Subscriptions.Hooks;

/// <summary>A call of a webhook as it came.</summary>
/// <param name="TenantId">From the address.</param>
/// <param name="Subscription">From the address.</param>
/// <param name="Headers">By name in lower case; several of one name joined by commas.</param>
/// <param name="ContentType">Of the body; null for none.</param>
/// <param name="Body">Byte for byte.</param>
public sealed record HookCall(string TenantId, string Subscription, IReadOnlyDictionary<string, string> Headers, string? ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>Bytes of a body; more does not become an event.</summary>
    public const int MaxBodyBytes = 192 * 1024;
}
