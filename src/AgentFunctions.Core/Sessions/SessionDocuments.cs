using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Sessions;

/// <summary>Where sessions lie in the container <c>sessions</c>: partition (tenant, <c>{agent}/{session}</c>), document <c>session</c>. No id has a slash, so two pairs never meet, nor does anything else in the container.</summary>
internal static class SessionDocuments
{
    public const string SessionId = "session";

    public static DocumentPartition Partition(string tenantId, string agent, string session) => new(DocumentContainer.Sessions, tenantId, $"{agent}/{session}");
}
