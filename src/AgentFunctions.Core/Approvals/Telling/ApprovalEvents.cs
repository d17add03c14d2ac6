using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Notifications;

namespace AgentFunctions.Core.Approvals.Telling;

/// <summary>The events of approvals, worded once. They name what is asked about, never its arguments: those are on the page, for who may see them.</summary>
internal static partial class ApprovalEvents
{
    public static NotificationEvent Of(string tenantId, StoredApproval approval, StoredNotice notice, string link)
    {
        var at = StoredApprovalReading.Time(notice.At);
        var deciding = notice.Type is EventTypes.ApprovalDecided or EventTypes.ApprovalBreakGlass && approval.Votes.Count > 0 ? approval.Votes[^1] : null;
        return NotificationEvents.Create(
            notice.Type, Severity(notice.Type), tenantId, approval.Team, $"approvals/{approval.Id}", Summary(approval, notice.Type, deciding, link), at,
            ("approval", approval.Id),
            ("kind", approval.Kind),
            ("status", notice.Type is EventTypes.ApprovalRequested or EventTypes.ApprovalReminder ? "pending" : approval.Status),
            ("agent", approval.Agent),
            ("run", approval.RunId),
            ("step", approval.StepId),
            ("tool", Tool(approval)),
            ("requestedBy", approval.RequestedBy),
            ("approvers", approval.Approvers.Count == 0 ? null : string.Join(", ", approval.Approvers)),
            ("count", approval.Count.ToString(CultureInfo.InvariantCulture)),
            ("digest", approval.Digest),
            ("expiresAt", Time(approval.ExpiresAt)),
            ("decision", deciding?.Decision),
            ("by", deciding?.By),
            ("url", link)) with
        {
            Id = EventIds.Of(at, notice.Type, tenantId, approval.Id, notice.At.ToString(CultureInfo.InvariantCulture)),
        };
    }

    private static NotificationSeverity Severity(string type) => type switch
    {
        EventTypes.ApprovalBreakGlass => NotificationSeverity.Critical,
        EventTypes.ApprovalDecided => NotificationSeverity.Info,
        _ => NotificationSeverity.Warning,
    };

    private static string Summary(StoredApproval approval, string type, StoredVote? deciding, string link)
    {
        var what = $"{Question(approval)} of agent {approval.Agent}";
        return type switch
        {
            EventTypes.ApprovalRequested => $"Wanted: {what}, until {Time(approval.ExpiresAt)}. {link}",
            EventTypes.ApprovalReminder => $"Still wanted: {what}, until {Time(approval.ExpiresAt)}; then it is denied. {link}",
            EventTypes.ApprovalExpired => $"Nobody decided in time, so it is denied: {what}. {link}",
            EventTypes.ApprovalBreakGlass => $"BREAK GLASS: {deciding?.By} decided '{deciding?.Decision}' without being an approver: {what}. {link}",
            _ => $"{deciding?.By} decided '{deciding?.Decision}': {what}. {link}",
        };
    }

    private static string Question(StoredApproval approval) => approval.Kind switch
    {
        "action" => Tool(approval) is { } tool ? $"approval of {tool}" : "approval of an action",
        "outcome" => Tool(approval) is { } tool ? $"whether {tool} took effect" : "whether an action took effect",
        _ => "an answer to a question",
    };

    /// <summary>The tool of the action, where it names one by an id.</summary>
    private static string? Tool(StoredApproval approval)
    {
        using var action = JsonDocument.Parse(approval.Action);
        return action.RootElement.TryGetProperty("tool", out var tool) && tool.ValueKind == JsonValueKind.String && tool.GetString() is { } id && Id().IsMatch(id) ? id : null;
    }

    private static string Time(long milliseconds) => StoredApprovalReading.Time(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();
}
