using AgentFunctions.Core.Context.Compression;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>
/// Makes a context fit: every slot its budget, then the whole. Steps, each from the oldest on: old results condensed, then cleared, down to their low-water mark; old prose summarised and old messages left out, down to the
/// conversation's; then, only as far as the budget demands, what stands in slots, the newest exchanges, and at last the results of the current turn. Pinned content is never touched, nor what the user said last.
/// </summary>
internal sealed class ContextReducer(List<ContextUnit> units, ItemRenderer renderer, ContextInput input, LeftOutNote notes)
{
    private readonly CompressionOptions _options = input.Options;

    /// <summary>null: it fits.</summary>
    public ApiError? Reduce(IReadOnlyList<ContextSlot> slots)
    {
        foreach (var slot in slots.Where(static slot => slot.BudgetTokens is not null))
        {
            var budget = slot.BudgetTokens!.Value;
            var isConversation = slot.Placement == SlotPlacement.Conversation;
            var scope = new ReductionScope(units, item => item.Slot.Name == slot.Name, slot.Name == ContextSlot.HistoryName ? notes.Most : 0, isConversation ? 0 : notes.MostOfSlots);
            if (scope.Tokens <= budget) continue;
            Run(scope, budget, budget);

            // That a slot is left out has to be said, however little room its own budget has for that.
            var tokens = isConversation ? scope.Tokens : scope.Content;
            if (tokens > budget) return ContextErrors.SlotTooLarge(slot.Name, tokens, budget);
        }

        if (input.BudgetTokens is not { } total) return null;
        var whole = new ReductionScope(units, static _ => true, notes.Most, notes.MostOfSlots);
        var high = High(total, _options);
        if (whole.Tokens <= high) return null;
        Run(whole, total, high);
        return whole.Tokens <= total || notes.Fits(total - whole.Content) ? null : ContextErrors.TooLarge(whole.Parts(), notes.Tokens, total);
    }

    /// <summary>What the whole may cost before anything is done about it.</summary>
    public static int High(int budget, CompressionOptions options) => options.Clear ? Share(budget, options.HighWater) : budget;

    private static int Share(int budget, double share) => (int)Math.Min(budget, budget * share);

    private void Run(ReductionScope scope, int budget, int high)
    {
        var (results, conversation) = (Share(budget, _options.LowWater), Share(budget, _options.ConversationLowWater));
        if (_options.Condense && scope.Tokens > high) scope.Lower(renderer, ContextForm.Condensed, item => IsOldResult(item) && item.TextTokens >= _options.CondenseTokens, results);
        if (_options.Clear && scope.Tokens > high) scope.Lower(renderer, ContextForm.Cleared, IsOldResult, results);
        if (_options.Summaries && scope.Tokens > budget) scope.Lower(renderer, ContextForm.Condensed, item => IsOld(item) && IsProse(item), conversation);
        if (scope.Tokens > budget) scope.LeaveOut(unit => IsOld(unit.Items[0]), conversation);
        if (scope.Tokens > budget) scope.LeaveOutSlots(budget);
        if (_options.Summaries && scope.Tokens > budget) scope.Lower(renderer, ContextForm.Condensed, static item => !item.Current && IsProse(item), budget);
        if (scope.Tokens > budget) scope.LeaveOut(static unit => !unit.Current, budget);
        if (_options.Condense && scope.Tokens > budget) scope.Lower(renderer, ContextForm.Condensed, static item => item.IsResult, budget);
        if (_options.Clear && scope.Tokens > budget) scope.Lower(renderer, ContextForm.Cleared, static item => item.IsResult, budget);
        if (scope.Tokens > budget) scope.LeaveOutCurrent(budget);
    }

    private bool IsOldResult(ContextItem item) => item.IsResult && item.Age >= _options.RecentRounds;

    private bool IsOld(ContextItem item) => item.ExchangesAgo > _options.RecentRounds && !item.Current;

    private static bool IsProse(ContextItem item) => item.Role is "user" or "assistant";
}
