using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Reporting;
using AgentFunctions.Core.Runs.Steps;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Runs;

/// <summary>Reports as text for people.</summary>
internal static class RunReportMarkdown
{
    private const string MediaType = "text/markdown";
    private const int MaxCell = 160;

    /// <summary>Whether the caller asks for it, and not for JSON as well.</summary>
    public static bool IsWanted(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(static a => a.MediaType == MediaType) && !request.GetTypedHeaders().Accept.Any(static a => a.MediaType == "application/json");

    public static async Task WriteAsync(HttpContext context, RunReport report)
    {
        var bytes = Encoding.UTF8.GetBytes(ToText(report));
        context.Response.ContentType = MediaType + "; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static string ToText(RunReport report)
    {
        var run = report.Run;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Run {run.Id}: {RunStatuses.ToName(run.Status)}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"- {run.Target ?? "agents/" + run.Agent}, started {Time(run.StartedAt)} by {run.StartedBy ?? "its first call"}\n");
        text.Append(CultureInfo.InvariantCulture, $"- {(run.EndedAt is { } ended ? $"ended {Time(ended)} after {Span(ended - run.StartedAt)}" : "not ended")}, {run.Steps} steps\n");
        if (report.Usage is { } usage) text.Append(CultureInfo.InvariantCulture, $"- {Usage(usage)}\n");
        if (run.Parent is { } parent) text.Append(CultureInfo.InvariantCulture, $"- within run {parent}\n");
        if (run.ForkOf is { } fork) text.Append(CultureInfo.InvariantCulture, $"- fork of run {fork}\n");
        if (report.Verdict is { } verdict) text.Append(CultureInfo.InvariantCulture, $"- verdict: {(verdict.IsSuccess ? "success" : "failure")}, by {verdict.By} {Time(verdict.At)}\n");
        if (report.Error is { } error) text.Append(CultureInfo.InvariantCulture, $"- error: {error.Code}: {Cell(error.Message)}\n");
        Steps(text, report);
        Recalled(text, report);
        if (report.Models.Count > 0)
        {
            text.Append("\n## Cost by model\n\n| model | requests | input | cached | output | reasoning | USD |\n|---|---|---|---|---|---|---|\n");
            foreach (var (model, sum) in report.Models)
                text.Append(CultureInfo.InvariantCulture, $"| {Cell(model ?? "tools")} | {sum.Requests} | {sum.Tokens.Input} | {sum.Tokens.CachedInput} | {sum.Tokens.Output} | {sum.Tokens.Reasoning} | {sum.Cost.Total} |\n");
        }

        if (report.Approvals.Count > 0)
        {
            text.Append("\n## Approvals\n\n");
            foreach (var approval in report.Approvals)
            {
                var votes = string.Join("; ", approval.Votes.Select(static v => $"{v.By} {JsonNamingPolicy.CamelCase.ConvertName(v.Decision.ToString())}{(v.IsBreakGlass ? " (break-glass)" : "")} {Time(v.At)}{(v.Comment is null ? "" : $": {v.Comment}")}"));
                text.Append(CultureInfo.InvariantCulture, $"- {approval.Id}, step {approval.Request.StepId}: {RunReportWriting.StatusOf(approval)}{(votes.Length == 0 ? "" : " — " + Cell(votes))}\n");
            }
        }

        if (report.WaitingFor.Count > 0)
        {
            text.Append("\n## Waiting for\n\n");
            foreach (var wait in report.WaitingFor)
                text.Append(CultureInfo.InvariantCulture, $"- {(wait.RunId == run.Id ? "" : $"run {wait.RunId}, ")}step {wait.StepId} ({Cell(wait.Name)}): {RunWaitWriting.ToText(wait)}{(wait.Reason is null ? "" : ": " + Cell(wait.Reason))}\n");
        }

        if (report.Context is { } context) Context(text, context);
        if (report.LimitsHit.Count > 0)
        {
            text.Append("\n## Limits hit\n\n");
            foreach (var limit in report.LimitsHit) text.Append(CultureInfo.InvariantCulture, $"- {Cell(limit)}\n");
        }

        if (report.Output is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } output) text.Append(CultureInfo.InvariantCulture, $"\n## Output\n\n    {output.GetRawText().ReplaceLineEndings("\n    ")}\n");
        return text.ToString();
    }

    private static void Steps(StringBuilder text, RunReport report)
    {
        if (report.Steps.Count == 0) return;
        text.Append("\n## Steps\n\n| step | kind | name | status | ms | tokens in/out | USD | error |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var item in report.Steps)
        {
            var step = item.Step;
            var tokens = item.Usage is { } usage ? $"{usage.Tokens.Input}/{usage.Tokens.Output}" : "";
            text.Append(CultureInfo.InvariantCulture, $"| {step.Id} | {RunStepJson.ToName(step.Kind)} | {Cell(step.Name)} | {RunStepJson.ToName(step.Status)} | {RunReportWriting.Milliseconds(step)} | {tokens} | {item.Usage?.Cost.Total.ToString()} | {Cell(step.Error ?? "")} |\n");
        }

        if (report.HasMore) text.Append("\nThere are more steps; GET /api/runs/{id}/history has them all.\n");
    }

    private static void Recalled(StringBuilder text, RunReport report)
    {
        if (!report.Steps.Any(static item => item.Recalled.Count > 0)) return;
        text.Append("\n## Given of memory\n\n");
        foreach (var item in report.Steps)
        {
            if (item.Recalled.Count == 0) continue;
            text.Append(CultureInfo.InvariantCulture, $"- step {item.Step.Id}: {string.Join(", ", item.Recalled.Select(static record => Cell(record.Score is { } score ? string.Create(CultureInfo.InvariantCulture, $"{record.Id} ({score})") : record.Id)))}\n");
        }
    }

    private static void Context(StringBuilder text, RunStepContext context)
    {
        var pollution = context.Pollution;
        text.Append(CultureInfo.InvariantCulture, $"\n## Context\n\n- {context.TokensBefore} tokens, {context.TokensAfter} of them shown to the model\n");
        text.Append(CultureInfo.InvariantCulture, $"- never referred to {pollution.UnreferencedShare:P0}, duplicates {pollution.DuplicateShare:P0}, stale {pollution.StaleShare:P0}\n");
        foreach (var advice in pollution.Advice) text.Append(CultureInfo.InvariantCulture, $"- {Cell(advice)}\n");
    }

    private static string Usage(RunUsage usage) =>
        string.Create(CultureInfo.InvariantCulture, $"{usage.Requests} calls, {usage.Tokens.Input} tokens in ({usage.Tokens.CachedInput} cached), {usage.Tokens.Output} out ({usage.Tokens.Reasoning} reasoning), {usage.Cost.Total} USD");

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span) => span.ToString("c", CultureInfo.InvariantCulture);

    /// <summary>Text of others must not become structure: no line ends, bars, links or tags.</summary>
    private static string Cell(string text)
    {
        var cut = text.Length > MaxCell ? text[..MaxCell] + "…" : text;
        var safe = new StringBuilder(cut.Length);
        foreach (var c in cut)
        {
            if (c is '|' or '<' or '>' or '[' or ']' or '`' or '*' or '_' or '\\' or '!' or '#') safe.Append('\\').Append(c);
            else safe.Append(char.IsControl(c) ? ' ' : c);
        }

        return safe.ToString();
    }
}
