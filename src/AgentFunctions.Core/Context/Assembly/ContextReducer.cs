using System.Globalization;
using AgentFunctions.Core.Context.Compression;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>
/// Makes a context fit: every slot its budget, then the whole. Steps, each from the oldest on and only until the low-water mark is reached: old results condensed, then cleared, old prose
/// summarised, old messages left out, and at last the results of the current turn. Pinned content is never touched.
/// </summary>
internal sealed class ContextReducer(List<ContextUnit> units, ItemRenderer renderer, ContextInput input, int noteTokens)
{
    private readonly CompressionOptions _options = input.Options;

    /// <summary>null: it fits.</summary>
    public ApiError? Reduce(IReadOnlyList<ContextSlot> slots)
    {
        foreach (var slot in slots.Where(static slot => slot.BudgetTokens is not null))
        {
            var budget = slot.BudgetTokens!.Value;
            var scope = new ReductionScope(units, item => item.Slot.Name == slot.Name, slot.Name == ContextSlot.HistoryName ? noteTokens : 0);
            if (scope.Tokens <= budget) continue;
            Run(scope, budget, budget);
            if (scope.Tokens > budget) return TooLarge(scope, slot.Name, $"its budget is {budget.ToString(CultureInfo.InvariantCulture)}");
        }

        if (input.BudgetTokens is not { } total) return null;
        var whole = new ReductionScope(units, static _ => true, noteTokens);
        if (whole.Tokens <= (_options.Clear ? Share(total, _options.HighWater) : total)) return null;
        Run(whole, total, Share(total, _options.HighWater));
        return whole.Tokens > total ? TooLarge(whole, null, $"the budget of the context is {total.ToString(CultureInfo.InvariantCulture)}") : null;
    }

    private static int Share(int budget, double share) => (int)Math.Min(budget, budget * share);

    private void Run(ReductionScope scope, int budget, int high)
    {
        var low = Share(budget, _options.LowWater);
        if (_options.Condense && scope.Tokens > high) scope.Lower(renderer, ContextForm.Condensed, item => IsOldResult(item) && item.TextTokens >= _options.CondenseTokens, low);
        if (_options.Clear && scope.Tokens > high) scope.Lower(renderer, ContextForm.Cleared, IsOldResult, low);
        if (_options.Summaries && scope.Tokens > budget) scope.Lower(renderer, ContextForm.Condensed, static item => !item.Current && item.Role is ("user" or "assistant"), low);
        if (scope.Tokens > budget) scope.LeaveOut(low);
        if (_options.Condense && scope.Tokens > budget) scope.Lower(renderer, ContextForm.Condensed, static item => item.IsResult, budget);
        if (_options.Clear && scope.Tokens > budget) scope.Lower(renderer, ContextForm.Cleared, static item => item.IsResult, budget);
        if (scope.Tokens > budget) scope.LeaveOutCurrent(budget);
    }

    private bool IsOldResult(ContextItem item) => item.IsResult && item.Age >= _options.RecentRounds;

    private static ApiError TooLarge(ReductionScope scope, string? slot, string bound)
    {
        var (name, tokens) = scope.Largest();
        return new ApiError(
            400, ErrorCodes.ContextTooLarge,
            string.Create(CultureInfo.InvariantCulture, $"The slot '{slot ?? name}' holds {(slot is null ? tokens : scope.Tokens)} tokens that must stay; {bound}, and nothing else can give way."))
        {
            Param = slot is null ? "budgetTokens" : $"slots.{slot}",
            ShouldRetry = false,
        };
    }
}
