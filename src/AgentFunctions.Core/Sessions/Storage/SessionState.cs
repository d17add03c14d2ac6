using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Sessions.Storage;

/// <summary>A session as it was read, for writing it again on condition that nobody else did.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="Session">As it was read.</param>
/// <param name="ETag">Of the document.</param>
internal sealed record SessionState(string TenantId, StoredSession Session, string ETag)
{
    public string Epoch => Session.Epoch;

    public DocumentPartition Partition => SessionDocuments.Partition(TenantId, Session.Agent, Session.Id);

    public string PayloadOwner(string? subject) => SessionDocuments.PayloadOwner(Session.Agent, Session.Id, Session.Epoch, subject);

    public OpenSession Open => OpenSession.Of(TenantId, Session);
}
