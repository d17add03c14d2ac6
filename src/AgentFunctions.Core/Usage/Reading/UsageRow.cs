namespace AgentFunctions.Core.Usage.Reading;

/// <summary>A row of an answer.</summary>
/// <param name="At">Begin of its minute, hour, day or month, or of the span.</param>
/// <param name="Values">In the order of the query's dimensions; null where the calls had none.</param>
/// <param name="Totals">Sums.</param>
/// <param name="IsOther">All that is not among the top; <paramref name="Values"/> are null.</param>
public sealed record UsageRow(DateTimeOffset At, IReadOnlyList<string?> Values, UsageTotals Totals, bool IsOther = false);
