using System.Globalization;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Reading;

namespace AgentFunctions.Http.Runs;

/// <summary>Reads which runs are meant, from a query or a body.</summary>
internal static class RunFilterReader
{
    public static readonly (string Name, string Description)[] Query =
    [
        ("agent", "Only runs of this agent."),
        ("workflow", "Only runs of this workflow."),
        ("session", "Only runs begun in this session."),
        ("status", "Only runs that are there."),
        ("origin", "external, agent or workflow: who runs them."),
        ("parent", "Only runs directly within this run."),
        ("from", "Only runs begun then or later; RFC 3339 with offset."),
        ("to", "Only runs begun before; RFC 3339 with offset."),
    ];

    private static readonly string[] Origins = [Run.External, Run.OfAgent, Run.OfWorkflow];
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <param name="text">The value of a name; null where it is not given.</param>
    public static Outcome<RunFilter> Read(Func<string, string?> text)
    {
        RunStatus? status = null;
        if (text("status") is { } name && (status = RunStatuses.Find(name)) is null) return ApiErrors.InvalidRequest("status", $"status is one of {string.Join(", ", RunStatuses.All)}.");
        if (text("origin") is { } origin && !Origins.Contains(origin)) return ApiErrors.InvalidRequest("origin", $"origin is one of {string.Join(", ", Origins)}.");
        if (!TryReadTime(text("from"), out var from)) return Invalid("from");
        if (!TryReadTime(text("to"), out var to)) return Invalid("to");
        return new RunFilter(text("agent"), text("session"), status) { Workflow = text("workflow"), Origin = text("origin"), Parent = text("parent"), From = from, To = to };
    }

    private static ApiError Invalid(string name) => ApiErrors.InvalidRequest(name, $"{name} must be a time with its offset, such as 2026-01-31T00:00:00Z.");

    private static bool TryReadTime(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (text is null) return true;

        // Without an offset it could be anybody's time.
        if (!text.EndsWith('Z') && text.LastIndexOfAny(['+', '-', ' ']) < 11) return false;
        if (!DateTimeOffset.TryParseExact(text.Replace(' ', '+'), Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)) return false;
        time = parsed;
        return true;
    }
}
