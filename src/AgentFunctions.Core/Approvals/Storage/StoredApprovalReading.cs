using System.Text.Json;

namespace AgentFunctions.Core.Approvals.Storage;

/// <summary>Stored approvals as others see them.</summary>
internal static class StoredApprovalReading
{
    public static Approval ToApproval(this StoredApproval stored, string tenantId) => new(
        stored.Id,
        new ApprovalRequest
        {
            TenantId = tenantId,
            Key = stored.Key,
            Kind = ApprovalNames.FindKind(stored.Kind)!.Value,
            Action = Json(stored.Action),
            Agent = stored.Agent,
            Team = stored.Team,
            RunId = stored.RunId,
            StepId = stored.StepId,
            EndUser = stored.EndUser,
            RequestedBy = stored.RequestedBy,
            PublishedBy = stored.PublishedBy ?? [],
            Owners = stored.Owners,
            Rule = new ApproverRule
            {
                Approvers = stored.Approvers,
                Count = stored.Count,
                ExpiresAfter = TimeSpan.FromMilliseconds(stored.ExpiresAfter),
                RemindEvery = stored.RemindEvery is { } every ? TimeSpan.FromMilliseconds(every) : null,
            },
            Signal = stored is { SignalInstance: { } instance, SignalEvent: { } name } ? new DecisionSignal(instance, name) : null,
            ValueSchema = stored.ValueSchema is { } schema ? Json(schema) : null,
        },
        stored.Digest,
        stored.State,
        Time(stored.CreatedAt),
        Time(stored.ExpiresAt),
        [.. stored.Votes.Select(static v => new ApprovalVote(v.By, ApprovalNames.FindDecision(v.Decision)!.Value, v.Comment, Time(v.At), v.Value is { } value ? Json(value) : null, v.IsBreakGlass))])
    {
        Canonical = stored.Action,
        DecidedAt = stored.DecidedAt is { } decided ? Time(decided) : null,
        UsedAt = stored.UsedAt is { } used ? Time(used) : null,
        Reason = stored.Reason,
        Changes = [.. stored.Changes.Select(static c => new ApprovalChange(c.What, c.By, Time(c.At), c.From, c.To))],
    };

    public static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static JsonElement Json(string text)
    {
        // As deep as canonical JSON may be, which is as deep as documents are read.
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
