using AgentFunctions.Core.Statements.Storage;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Statements;

/// <summary>
/// Corrections of closed months: what their usage comes to now, less what was closed, less what later closed statements told already. So, whatever came when, closed lines and all adjustments together are the usage.
/// They belong to the first month after it that is open.
/// </summary>
internal sealed class StatementAdjustments(StatementStore store, StatementSums sums, TimeProvider time)
{
    /// <summary>
    /// No correction comes later after closing: no call of the month was under way then, and estimates and the log live 7 days each at most.
    /// </summary>
    private static readonly TimeSpan Corrected = TimeSpan.FromDays(35);

    /// <summary>Rows as old as that are going, and their sums are no usage any more.</summary>
    private static readonly TimeSpan Kept = UsageRetention.Hours - TimeSpan.FromDays(1);

    /// <summary>The adjustments that a month shows, and the months that were looked at for them.</summary>
    public async ValueTask<(List<StatementLine> Lines, List<string> Examined)> ReadAsync(
        string tenantId, StatementMonth month, IReadOnlyDictionary<StatementMonth, StoredStatement> closed, CancellationToken cancellationToken)
    {
        var (lines, examined) = (new List<StatementLine>(), new List<string>());
        for (var before = month.Previous; closed.TryGetValue(before, out var stored); before = before.Previous)
        {
            if (IsFinal(stored, closed.Values) || stored.From < time.GetUtcNow() - Kept) continue;
            examined.Add(stored.Month);
            var differences = await sums.ReadAsync(tenantId, stored.From, stored.To, null, cancellationToken);
            foreach (var line in await store.LinesAsync(tenantId, stored, cancellationToken))
            {
                if (line.Month is null) StatementSums.Add(differences, line.Key, line.Totals, -1);
            }

            foreach (var later in closed.Values.Where(c => c.Adjusted.Contains(stored.Month, StringComparer.Ordinal)))
            {
                foreach (var line in await store.LinesAsync(tenantId, later, cancellationToken))
                {
                    if (line.Month == stored.Month) StatementSums.Add(differences, line.Key, line.Totals, -1);
                }
            }

            lines.AddRange(differences.Where(static d => d.Value.HasAmounts).OrderBy(static d => d.Key).Select(d => new StatementLine(stored.Month, d.Key, d.Value)));
        }

        return (lines, examined);
    }

    private static bool IsFinal(StoredStatement stored, IEnumerable<StoredStatement> closed) =>
        closed.Any(later => later.ClosedAt > stored.ClosedAt + Corrected && later.Examined.Contains(stored.Month, StringComparer.Ordinal));
}
