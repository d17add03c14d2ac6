using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Canonical;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Approvals.Deciding;

/// <summary>A question as it begins.</summary>
internal static class ApprovalCreation
{
    public static StoredApproval Of(ApprovalRequest request, string digest, string canonical, long now)
    {
        var life = (long)request.Rule.ExpiresAfter.TotalMilliseconds;
        return new StoredApproval
        {
            Id = ApprovalDocuments.NewId(),
            Key = request.Key,
            Kind = ApprovalNames.Of(request.Kind),
            Action = canonical,
            Digest = digest,
            Agent = request.Agent,
            Team = request.Team,
            RunId = request.RunId,
            StepId = request.StepId,
            EndUser = request.EndUser,
            Subject = request.EndUser is { } person ? SubjectNames.Fold(person) : null,
            RequestedBy = request.RequestedBy,
            PublishedBy = request.PublishedBy.Count == 0 ? null : [.. request.PublishedBy],
            Owners = [.. request.Owners],
            Approvers = [.. request.Rule.Approvers],
            Count = request.Rule.Count,
            ExpiresAfter = life,
            RemindEvery = request.Rule.RemindEvery is { } every ? (long)every.TotalMilliseconds : null,
            SignalInstance = request.Signal?.InstanceId,
            SignalEvent = request.Signal?.EventName,
            ValueSchema = request.ValueSchema is { } schema ? CanonicalJson.Write(schema) : null,
            Status = ApprovalNames.Of(ApprovalStatus.Pending),
            CreatedAt = now,
            ExpiresAt = now + life,
            RemindAt = now + (request.Rule.RemindEvery is { } first ? (long)first.TotalMilliseconds : life / 2),
            Votes = [],
            Changes = [],
            Notices = [new StoredNotice(EventTypes.ApprovalRequested, now)],
        };
    }
}
