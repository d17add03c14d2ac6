namespace AgentFunctions.Core.Resources.TenantDirectory;

/// <summary>An entry of the directory: that a tenant may exist. Its own partition says whether it does.</summary>
internal sealed record StoredTenant(string TenantId)
{
    public const string Prefix = "t:";

    public int Format { get; init; } = Storage.StoredResource.CurrentFormat;

    public static string DocumentId(string tenantId) => Prefix + tenantId;
}
