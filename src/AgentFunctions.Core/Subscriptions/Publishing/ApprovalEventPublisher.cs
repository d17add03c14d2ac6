using System.Buffers;
using System.Text.Json;
using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Approvals.Telling;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Subscriptions.Declaration;

namespace AgentFunctions.Core.Subscriptions.Publishing;

/// <summary>Publishes that people are asked and what came of it, where a subscription listens. Never what is asked about: that is for who may see it. Told again, it is the same event.</summary>
internal sealed class ApprovalEventPublisher(EventIntake intake, RunStore runs) : IApprovalListener
{
    public async ValueTask HappenedAsync(string tenantId, StoredApproval approval, StoredNotice notice, CancellationToken cancellationToken)
    {
        if (TypeOf(notice.Type) is not { } type) return;
        var run = approval.RunId is { } id ? await runs.FindAsync(tenantId, id, cancellationToken) : null;
        var draft = new EventDraft
        {
            Topic = EventTopics.Approvals,
            Event = Event(approval, notice, type, (run?.EventDepth ?? 0) + 1),
            Team = approval.Team,
            By = "approvals/" + approval.Id,
            Behind = RunPeople.Of([approval.RequestedBy, .. approval.PublishedBy ?? [], .. approval.Votes.Select(static vote => vote.By), RunPeople.Agent(approval.Agent)]),
            OnlyIfTaken = true,
        };
        var outcome = await intake.PublishAsync(tenantId, draft, cancellationToken);
        if (outcome.Error is { } error) throw new DocumentStoreUnavailableException(error.Message);
    }

    private static string? TypeOf(string notice) => notice switch
    {
        EventTypes.ApprovalRequested => "agentfunctions.approval.requested",
        EventTypes.ApprovalDecided or EventTypes.ApprovalBreakGlass => "agentfunctions.approval.decided",
        EventTypes.ApprovalExpired => "agentfunctions.approval.expired",
        _ => null,
    };

    private static CloudEvent Event(StoredApproval approval, StoredNotice notice, string type, int depth)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer)) Write(json, approval, notice, type, depth);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return CloudEventReader.Read(document.RootElement.Clone(), "").Value ?? throw new InvalidOperationException("The event of an approval is not valid.");
    }

    private static void Write(Utf8JsonWriter json, StoredApproval approval, StoredNotice notice, string type, int depth)
    {
        var isDecided = type.EndsWith(".decided", StringComparison.Ordinal);
        var vote = isDecided && approval.Votes.Count > 0 ? approval.Votes[^1] : null;
        json.WriteStartObject();
        json.WriteString("specversion"u8, "1.0");
        json.WriteString("id"u8, $"{approval.Id}.{type[(type.LastIndexOf('.') + 1)..]}.{notice.At}");
        json.WriteString("source"u8, "/approvals/" + approval.Id);
        json.WriteString("type"u8, type);
        json.WriteString("subject"u8, approval.Agent.Length == 0 ? "approvals/" + approval.Id : "agents/" + approval.Agent);
        json.WriteString("time"u8, DateTimeOffset.FromUnixTimeMilliseconds(notice.At));
        json.WriteNumber(CloudEventNames.Depth, depth);
        if (approval.EndUser is { } person) json.WriteString(CloudEventNames.EndUser, person);
        json.WriteStartObject("data"u8);
        json.WriteString("approvalId"u8, approval.Id);
        json.WriteString("kind"u8, approval.Kind);
        json.WriteString("status"u8, isDecided || type.EndsWith(".expired", StringComparison.Ordinal) ? approval.Status : "pending");
        json.WriteString("agent"u8, approval.Agent.Length == 0 ? null : approval.Agent);
        json.WriteString("team"u8, approval.Team);
        json.WriteString("runId"u8, approval.RunId);
        json.WriteString("stepId"u8, approval.StepId);
        json.WriteString("requestedBy"u8, approval.RequestedBy);
        json.WriteString("digest"u8, approval.Digest);
        json.WriteString("expiresAt"u8, DateTimeOffset.FromUnixTimeMilliseconds(approval.ExpiresAt));
        json.WriteString("decision"u8, vote?.Decision);
        json.WriteString("by"u8, vote?.By);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
