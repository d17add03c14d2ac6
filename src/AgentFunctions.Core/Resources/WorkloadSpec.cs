namespace AgentFunctions.Core.Resources;

/// <summary>An application of Entra ID that an agent runs as.</summary>
public sealed record WorkloadSpec
{
    /// <summary>What stored links call it.</summary>
    internal const string KindName = "workloads";

    /// <summary>The directory that the application's service principal is in.</summary>
    public required string TenantId { get; init; }

    /// <summary>Client id of the application or managed identity.</summary>
    public required string ClientId { get; init; }

    /// <summary>The id under which it is found.</summary>
    internal static string ToReference(string tenantId, string clientId) => $"{tenantId.ToLowerInvariant()}/{clientId.ToLowerInvariant()}";
}
