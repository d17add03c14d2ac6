using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentFunctions.Core.Approvals;
using static AgentFunctions.Http.Approvals.Pages.PageText;

namespace AgentFunctions.Http.Approvals.Pages;

/// <summary>The content of the pages.</summary>
internal static class ApprovalHtml
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Asks for a key; says nothing of what there is.</summary>
    public static string AskForKey(string? problem) => $"""
        <h1>Approval</h1>
        {Problem(problem)}<form method="post" autocomplete="off">
        <label for="key">Your key</label>
        <input id="key" name="key" type="password" required maxlength="512" autocomplete="current-password">
        <button name="do" value="view">Show</button>
        </form>

        """;

    /// <summary>Everything that is decided on, and the form to decide.</summary>
    public static string Show(Approval approval, string? note, string? problem)
    {
        var request = approval.Request;
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<h1>{Title(request.Kind)}</h1>\n");
        if (note is not null) html.Append(CultureInfo.InvariantCulture, $"<p class=\"note\" role=\"status\">{Encode(note)}</p>\n");
        html.Append(Problem(problem));
        html.Append("<table>\n");
        Row(html, "Status", ApprovalNames.Of(approval.Status));
        Row(html, "Agent", request.Team is { } team ? $"{request.Agent} (team {team})" : request.Agent);
        Row(html, "Run, step", $"{request.RunId ?? "none"}, {request.StepId ?? "none"}");
        Row(html, "Requested by", request.RequestedBy);
        if (request.PublishedBy.Count > 0) Row(html, "Behind it", string.Join(", ", request.PublishedBy));
        Row(html, "Asked at", Time(approval.CreatedAt));
        Row(html, "Expires at", Time(approval.ExpiresAt) + " (then it is denied)");
        Row(html, "Approvers", request.Rule.Approvers.Count == 0 ? "whoever may decide for the team" : string.Join(", ", request.Rule.Approvers));
        Row(html, "Must agree", request.Rule.Count.ToString(CultureInfo.InvariantCulture));
        if (approval.Reason is { } reason) Row(html, "Withdrawn because", reason);
        Row(html, "Digest (SHA-256)", approval.Digest);
        html.Append("</table>\n");
        Block(html, request.Kind == ApprovalKind.Action ? "Exactly what will be done" : "What this is about", Indent(request.Action));
        Block(html, "Canonical form: the bytes of the action that went into the digest", approval.Canonical);
        if (request.ValueSchema is { } schema) Block(html, "What the answer must be", Indent(schema));
        Votes(html, approval);
        if (approval.Status == ApprovalStatus.Pending) Form(html, approval);
        return html.ToString();
    }

    private static void Votes(StringBuilder html, Approval approval)
    {
        if (approval.Votes.Count > 0) html.Append("<h2>Said so far</h2>\n<table>\n");
        foreach (var vote in approval.Votes)
            Row(html, vote.By, $"{ApprovalNames.Of(vote.Decision)}{(vote.IsBreakGlass ? " (break-glass)" : "")} at {Time(vote.At)}{(vote.Value is { } value ? ": " + value.GetRawText() : "")}{(vote.Comment is { } comment ? "\n" + comment : "")}");
        if (approval.Votes.Count > 0) html.Append("</table>\n");
        if (approval.Changes.Count > 0) html.Append("<h2>Changed by operators</h2>\n<table>\n");
        foreach (var change in approval.Changes) Row(html, change.By, $"{change.What} at {Time(change.At)}\nfrom {(change.From.Length == 0 ? "whoever may decide" : change.From)}\nto {change.To}");
        if (approval.Changes.Count > 0) html.Append("</table>\n");
    }

    private static void Form(StringBuilder html, Approval approval)
    {
        html.Append("<h2>Decide</h2>\n<form method=\"post\" autocomplete=\"off\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<input type=\"hidden\" name=\"digest\" value=\"{Encode(approval.Digest)}\">\n");
        if (approval.Request.ValueSchema is not null) html.Append("<label for=\"value\">Answer (JSON)</label>\n<textarea id=\"value\" name=\"value\" rows=\"4\" maxlength=\"16384\"></textarea>\n");
        html.Append("<label for=\"comment\">Comment</label>\n<textarea id=\"comment\" name=\"comment\" rows=\"2\" maxlength=\"2000\"></textarea>\n");
        html.Append("<label for=\"key\">Your key, again: it is not kept, and signs what you see above</label>\n<input id=\"key\" name=\"key\" type=\"password\" required maxlength=\"512\" autocomplete=\"current-password\">\n");
        html.Append("<label><input type=\"checkbox\" name=\"breakGlass\" value=\"true\"> Break-glass: I am not an approver and decide in an emergency (recorded and told; needs a comment)</label>\n");
        foreach (var (decision, words) in Buttons(approval.Request.Kind)) html.Append(CultureInfo.InvariantCulture, $"<button name=\"do\" value=\"{ApprovalNames.Of(decision)}\">{words}</button>\n");
        html.Append("</form>\n");
    }

    private static (ApprovalDecision Decision, string Words)[] Buttons(ApprovalKind kind) => kind switch
    {
        ApprovalKind.Action => [(ApprovalDecision.Approve, "Approve"), (ApprovalDecision.Deny, "Deny")],
        ApprovalKind.Outcome => [(ApprovalDecision.Happened, "It happened"), (ApprovalDecision.DidNotHappen, "It did not happen")],
        _ => [(ApprovalDecision.Answer, "Answer"), (ApprovalDecision.Deny, "Decline")],
    };

    private static string Title(ApprovalKind kind) => kind switch
    {
        ApprovalKind.Action => "May this be done?",
        ApprovalKind.Outcome => "Did this take effect?",
        _ => "An agent asks",
    };

    private static string Problem(string? problem) => problem is null ? "" : $"<p class=\"problem\" role=\"alert\">{Encode(problem)}</p>\n";

    private static void Row(StringBuilder html, string name, string value) =>
        html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Encode(name)}</th><td><code>{Encode(value).Replace("&#xA;", "<br>", StringComparison.Ordinal)}</code></td></tr>\n");

    private static void Block(StringBuilder html, string heading, string text) => html.Append(CultureInfo.InvariantCulture, $"<h2>{heading}</h2>\n<pre>{Encode(text)}</pre>\n");

    private static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Indent(JsonElement value)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Readable)) value.WriteTo(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
