using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Storage;

namespace AgentFunctions.Core.Sessions;

/// <summary>A session that goes on.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="Agent">The agent's id.</param>
/// <param name="Id">As it was named.</param>
/// <param name="Epoch">Tells it from earlier sessions of the same name.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="LastSeenAt">When it was used last, to within a hundredth of the idle time.</param>
/// <param name="Messages">Messages in it.</param>
/// <param name="Seen">The least integrity and the most confidentiality of what is in them.</param>
public sealed record OpenSession(string TenantId, string Agent, string Id, string Epoch, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, long Messages, ContentLabel Seen)
{
    /// <summary>What <see cref="Context.Handles.HandleScope.Session"/> is for handles that end with it.</summary>
    public string Handles => HandlesOf(Id, Epoch);

    /// <summary>Bytes of its messages and of all versions of its slots.</summary>
    public long Bytes { get; init; }

    /// <summary>Messages that stay in every context; null where that was not counted.</summary>
    internal long? Staying { get; init; }

    internal DocumentPartition Partition => SessionDocuments.Partition(TenantId, Agent, Id);

    /// <summary>Owner of its large contents in <see cref="Payloads.IPayloadStore"/>.</summary>
    internal string PayloadOwner(string? subject) => SessionDocuments.PayloadOwner(Agent, Id, Epoch, subject);

    internal static string HandlesOf(string session, string epoch) => $"{session}/{epoch}";

    internal static OpenSession Of(string tenantId, StoredSession session) => new(
        tenantId, session.Agent, session.Id, session.Epoch, DateTimeOffset.FromUnixTimeMilliseconds(session.StartedAt), DateTimeOffset.FromUnixTimeMilliseconds(session.LastSeenAt), session.Next - 1,
        StoredMessages.LabelOf(session.Integrity, session.Confidentiality)) { Bytes = session.Bytes, Staying = session.Staying };
}
