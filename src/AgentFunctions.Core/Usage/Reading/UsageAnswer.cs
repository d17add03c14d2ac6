namespace AgentFunctions.Core.Usage.Reading;

/// <summary>An answer, whole.</summary>
/// <param name="Query">What it answers.</param>
/// <param name="Rows">By time, then by values; with <c>top</c> the dearest first, the others last.</param>
/// <param name="Total">Over all rows.</param>
public sealed record UsageAnswer(UsageQuery Query, IReadOnlyList<UsageRow> Rows, UsageTotals Total);
