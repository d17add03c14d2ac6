using System.Collections.Frozen;

namespace AgentFunctions.Core.Usage;

/// <summary>Sums of usage. Mutable; not thread-safe.</summary>
public sealed class UsageTotals
{
    private static readonly int Measures = Enum.GetValues<UsageMeasure>().Length;

    /// <summary>Outcomes that are no attempt: nothing was sent.</summary>
    private static readonly FrozenSet<string> NotSent = FrozenSet.Create(StringComparer.Ordinal, "not_sent");

    private readonly long[] _amounts = new long[Measures];
    private SortedDictionary<string, long>? _outcomes;

    /// <summary>Attempts by how they ended; zeros are left out.</summary>
    public IReadOnlyDictionary<string, long> Outcomes => _outcomes ??= new SortedDictionary<string, long>(StringComparer.Ordinal);

    public long Tokens => this[UsageMeasure.InputTokens] + this[UsageMeasure.OutputTokens];

    public long AgenticTokens => this[UsageMeasure.AgenticInputTokens] + this[UsageMeasure.AgenticOutputTokens];

    /// <summary>Tokens that neither reason nor serve tools.</summary>
    public long UserFacingTokens => Tokens - AgenticTokens - this[UsageMeasure.ReasoningTokens];

    public long UserFacingCost => this[UsageMeasure.Cost] - this[UsageMeasure.ReasoningCost] - this[UsageMeasure.AgenticCost];

    public bool IsZero => !_amounts.AsSpan().ContainsAnyExcept(0) && !(_outcomes?.Count > 0);

    /// <summary>Some amount, outcomes left aside.</summary>
    internal bool HasAmounts => _amounts.AsSpan().ContainsAnyExcept(0);

    public long this[UsageMeasure measure]
    {
        get => _amounts[(int)measure];
        internal set => _amounts[(int)measure] = value;
    }

    public static UsageTotals Sum(IEnumerable<UsageTotals> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        var sum = new UsageTotals();
        foreach (var totals in all) sum.Add(totals);
        return sum;
    }

    internal static UsageTotals Of(UsageEvent value)
    {
        var usage = value.Usage;
        var (tokens, cost) = (usage.Tokens, usage.Cost);
        var isAttempt = !NotSent.Contains(usage.Outcome);
        var totals = new UsageTotals
        {
            [UsageMeasure.Requests] = value.Requests, [UsageMeasure.Attempts] = isAttempt ? 1 : 0,
            [UsageMeasure.InputTokens] = tokens.Input, [UsageMeasure.CachedInputTokens] = tokens.CachedInput, [UsageMeasure.CacheWriteTokens] = tokens.CacheWrite, [UsageMeasure.AudioInputTokens] = tokens.AudioInput,
            [UsageMeasure.OutputTokens] = tokens.Output, [UsageMeasure.ReasoningTokens] = tokens.Reasoning, [UsageMeasure.AudioOutputTokens] = tokens.AudioOutput,
            [UsageMeasure.AgenticInputTokens] = usage.AgenticInput, [UsageMeasure.AgenticOutputTokens] = usage.AgenticOutput,
            [UsageMeasure.Bytes] = usage.Bytes,
            [UsageMeasure.Cost] = cost.Total.Value, [UsageMeasure.ReasoningCost] = cost.Reasoning.Value, [UsageMeasure.AgenticCost] = cost.Agentic.Value,
            [UsageMeasure.Estimated] = usage.IsEstimated ? 1 : 0, [UsageMeasure.Counted] = usage.IsCounted ? 1 : 0, [UsageMeasure.Unpriced] = usage.IsUnpriced ? 1 : 0,
        };
        if (isAttempt) totals.AddOutcome(usage.Outcome, 1);
        return totals;
    }

    internal void Add(UsageTotals other, int sign = 1)
    {
        for (var i = 0; i < _amounts.Length; i++) _amounts[i] += sign * other._amounts[i];
        if (other._outcomes is null) return;
        foreach (var (outcome, count) in other._outcomes) AddOutcome(outcome, sign * count);
    }

    internal void AddOutcome(string outcome, long count)
    {
        _outcomes ??= new SortedDictionary<string, long>(StringComparer.Ordinal);
        var sum = _outcomes.GetValueOrDefault(outcome) + count;
        if (sum == 0) _outcomes.Remove(outcome);
        else _outcomes[outcome] = sum;
    }
}
