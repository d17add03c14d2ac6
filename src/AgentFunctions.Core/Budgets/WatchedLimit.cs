using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Budgets;

/// <summary>A limit in the window that something happened in.</summary>
/// <param name="Limit">The limit, as it is declared now.</param>
/// <param name="WindowId">The window.</param>
/// <param name="EndsAt">When it ends; null for windows that do not end by the clock.</param>
/// <param name="Team">Whose matter it is; null for the tenant's.</param>
internal sealed record WatchedLimit(Limit Limit, string WindowId, DateTimeOffset? EndsAt, string? Team)
{
    private static readonly TimeSpan AfterWindow = TimeSpan.FromDays(2);
    private static readonly TimeSpan Endless = TimeSpan.FromDays(400);

    /// <summary>The time in which the same is told once: the window, but an hour where windows are minutes and a day for calls at the same time, which have none.</summary>
    public string Period { get; private init; } = WindowId;

    public static WatchedLimit Of(UsageSubject subject, Limit limit) =>
        new(limit, LimitWindows.WindowId(limit.Window, subject.At, limit.RunId), LimitWindows.EndsAt(limit.Window, subject.At), TeamOf(limit.Scope.Kind, subject)) { Period = PeriodOf(limit, subject.At) };

    /// <summary>How long to remember what was told: longer than it could be told again.</summary>
    public TimeSpan MarkLife(DateTimeOffset now)
    {
        if (EndsAt is { } end) return TimeSpan.FromSeconds(Math.Ceiling((end > now ? end - now + AfterWindow : AfterWindow).TotalSeconds));
        return Limit.Window == LimitWindow.None ? AfterWindow : Endless;
    }

    /// <summary>Whose call it was says whose agent, session, run or key it is; the rest belongs to the tenant.</summary>
    private static string? TeamOf(LimitScopeKind kind, UsageSubject subject) =>
        kind is LimitScopeKind.Team or LimitScopeKind.Agent or LimitScopeKind.Session or LimitScopeKind.Run or LimitScopeKind.Key ? subject.Team : null;

    private static string PeriodOf(Limit limit, DateTimeOffset at) => limit.Window switch
    {
        LimitWindow.Minute => LimitWindows.WindowId(LimitWindow.Hour, at, null),
        LimitWindow.None => LimitWindows.WindowId(LimitWindow.Day, at, null),
        _ => LimitWindows.WindowId(limit.Window, at, limit.RunId),
    };
}
