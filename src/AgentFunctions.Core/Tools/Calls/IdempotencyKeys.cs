using System.Security.Cryptography;
using System.Text;

namespace AgentFunctions.Core.Tools.Calls;

/// <summary>Idempotency keys as tools see them.</summary>
public static class IdempotencyKeys
{
    /// <summary>Of a step of a run.</summary>
    public static string OfStep(string runId, string stepId) => $"{runId}:{stepId}";

    /// <summary>The key of a caller that names an approval and gives none.</summary>
    public static string OfApproval(string approvalId) => "approval:" + approvalId;

    /// <summary>Of a key that a caller chose: two tenants or agents that choose the same one must not be taken for one another, neither here nor by a tool that both use.</summary>
    public static string OfCaller(string tenantId, string agent, string key) =>
        "ik_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenantId}\n{agent}\n{key}")).AsSpan(0, 20));
}
