using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Statements.Storage;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Statements;

/// <summary>Statements as they stand: closed ones as they were closed, open ones from the rollups. A reader sees the lines of their teams.</summary>
public sealed class StatementReader
{
    private readonly IControlPlane _controlPlane;
    private readonly StatementStore _store;
    private readonly StatementSums _sums;
    private readonly StatementAdjustments _adjustments;
    private readonly TimeProvider _time;

    internal StatementReader(IControlPlane controlPlane, StatementStore store, StatementSums sums, StatementAdjustments adjustments, TimeProvider time)
    {
        _controlPlane = controlPlane;
        _store = store;
        _sums = sums;
        _adjustments = adjustments;
        _time = time;
    }

    /// <param name="actor">Who asks.</param>
    /// <param name="month"><c>2026-11</c>.</param>
    /// <param name="query">Which lines, in which time zone.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="DocumentStoreUnavailableException">The store is out of reach.</exception>
    public async ValueTask<Outcome<Statement>> GetAsync(Actor actor, string month, StatementQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(query);
        if (StatementMonth.Parse(month) is not { } parsed) return StatementErrors.UnknownMonth;
        if (query.TimeZone is { } asked && StatementZone.Find(asked) is null) return StatementErrors.UnknownZone;
        var teams = actor.Access.Teams(AccessScopes.UsageRead);
        if (query.Team is { } team && !teams.Includes(team)) return StatementErrors.NoTeam(team);
        if (await DeclaredZoneAsync(actor.TenantId, cancellationToken) is not { } declared) return ApiErrors.ControlPlaneUnavailable;
        var closed = await _store.ListAsync(actor.TenantId, cancellationToken);
        var statement = closed.TryGetValue(parsed, out var stored) && (query.TimeZone is null || query.TimeZone == stored.TimeZone)
            ? await ClosedAsync(actor.TenantId, stored, cancellationToken)
            : query.TimeZone is { } zone && (zone != declared || stored is not null)
                ? await PreviewAsync(actor.TenantId, parsed, zone, query, cancellationToken)
                : (await OpenAsync(actor.TenantId, parsed, declared, closed, query.Filter, cancellationToken)).Statement;
        if (statement.Status != StatementStatus.Closed && statement.From < _time.GetUtcNow() - UsageRetention.Hours) return StatementErrors.Gone(parsed);
        return statement with { Lines = Visible(statement.Lines, teams, query), Adjustments = Visible(statement.Adjustments, teams, query) };
    }

    /// <summary>The tenant's time zone; null where it cannot be confirmed.</summary>
    internal async ValueTask<string?> DeclaredZoneAsync(string tenantId, CancellationToken cancellationToken) =>
        await _controlPlane.GetViewAsync(tenantId, cancellationToken) is { } view ? view.Tenant?.Spec.TimeZone ?? StatementZone.Utc : null;

    /// <summary>A month that is not closed. It begins where the month before was closed, and ends where the next one was, should the tenant have changed its time zone: no call falls between months or into two.</summary>
    internal async ValueTask<(Statement Statement, List<string> Examined)> OpenAsync(
        string tenantId, StatementMonth month, string timeZone, IReadOnlyDictionary<StatementMonth, StoredStatement> closed, DocumentFilter? filter, CancellationToken cancellationToken)
    {
        var (from, to) = Span(month, timeZone, closed);
        var lines = await _sums.ReadAsync(tenantId, from, to, filter, cancellationToken);
        var (adjustments, examined) = await _adjustments.ReadAsync(tenantId, month, closed, cancellationToken);
        var statement = new Statement { Month = month.ToString(), TimeZone = timeZone, From = from, To = to, Status = StatementStatus.Open, Lines = ToLines(lines), Adjustments = adjustments };
        return (statement, examined);
    }

    internal static (DateTimeOffset From, DateTimeOffset To) Span(StatementMonth month, string timeZone, IReadOnlyDictionary<StatementMonth, StoredStatement> closed)
    {
        var zone = StatementZone.Find(timeZone) ?? TimeZoneInfo.Utc;
        return (closed.TryGetValue(month.Previous, out var before) ? before.To : month.BeginIn(zone), closed.TryGetValue(month.Next, out var after) ? after.From : month.EndIn(zone));
    }

    private async ValueTask<Statement> ClosedAsync(string tenantId, StoredStatement stored, CancellationToken cancellationToken)
    {
        var lines = await _store.LinesAsync(tenantId, stored, cancellationToken);
        return new Statement
        {
            Month = stored.Month, TimeZone = stored.TimeZone, From = stored.From, To = stored.To, Status = StatementStatus.Closed, ClosedAt = stored.ClosedAt, ClosedBy = stored.ClosedBy,
            Lines = [.. lines.Where(static l => l.Month is null)], Adjustments = [.. lines.Where(static l => l.Month is not null)],
        };
    }

    private async ValueTask<Statement> PreviewAsync(string tenantId, StatementMonth month, string timeZone, StatementQuery query, CancellationToken cancellationToken)
    {
        var zone = StatementZone.Find(timeZone)!;
        var (from, to) = (month.BeginIn(zone), month.EndIn(zone));
        var lines = await _sums.ReadAsync(tenantId, from, to, query.Filter, cancellationToken);
        return new Statement { Month = month.ToString(), TimeZone = timeZone, From = from, To = to, Status = StatementStatus.Preview, Lines = ToLines(lines), Adjustments = [] };
    }

    private static List<StatementLine> ToLines(Dictionary<StatementKey, UsageTotals> sums) => [.. sums.OrderBy(static s => s.Key).Select(static s => new StatementLine(null, s.Key, s.Value))];

    private static List<StatementLine> Visible(IReadOnlyList<StatementLine> lines, TeamFilter teams, StatementQuery query) => [.. lines.Where(line => teams.Includes(line.Key.Team) && query.Takes(line.Key))];
}
