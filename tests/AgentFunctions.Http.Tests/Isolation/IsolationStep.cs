namespace AgentFunctions.Http.Tests.Isolation;

/// <summary>One request of one key. Texts may hold <c>{key:TENANT:N}</c>, the N-th key of a tenant.</summary>
/// <param name="Tenant">Whose key calls.</param>
/// <param name="Key">Which of its keys.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Body">JSON, or null.</param>
/// <param name="AsTenant">Sent as <c>x-tenant-id</c>, or null.</param>
internal sealed record IsolationStep(string Tenant, int Key, string Method, string Path, string? Body, string? AsTenant)
{
    public override string ToString() => $"{Tenant}#{Key} {Method} {Path} {Body} {(AsTenant is null ? "" : "as " + AsTenant)}";
}
