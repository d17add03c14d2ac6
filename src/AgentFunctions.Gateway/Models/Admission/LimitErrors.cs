using System.Globalization;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;

namespace AgentFunctions.Gateway.Models.Admission;

/// <summary>What a caller is told when a limit refuses: which, where it stands, what helps.</summary>
internal static class LimitErrors
{
    public static ApiError Of(LimitRefusal refusal)
    {
        var (state, limit) = (refusal.State, refusal.State.Limit);
        return refusal.Reason switch
        {
            RefusalReason.ExceedsLimit => new ApiError(
                402,
                ErrorCodes.RequestExceedsLimit,
                $"This request could come to {Amount(limit.Unit, refusal.Wanted)}, more than the limit '{limit.QuotaId}' allows in all ({Describe(limit)}). Send less input, or ask for less output (max_tokens, n).") { ShouldRetry = false },
            RefusalReason.Exhausted => new ApiError(
                402,
                ErrorCodes.BudgetExhausted,
                $"The limit '{limit.QuotaId}' ({Describe(limit)}) has no room for this request: {Amount(limit.Unit, state.Settled)} are used, this request could come to {Amount(limit.Unit, refusal.Wanted)}.{Resets(state)}") { ShouldRetry = false },
            RefusalReason.Concurrency => new ApiError(
                429, ErrorCodes.ConcurrencyLimited, $"The limit '{limit.QuotaId}' ({Describe(limit)}) is reached: {state.Held} calls are running. Try again when one has ended.") { RetryAfter = refusal.RetryAfter },
            _ => new ApiError(
                429,
                ErrorCodes.RateLimited,
                $"The limit '{limit.QuotaId}' ({Describe(limit)}) has no room at the moment: {Amount(limit.Unit, state.Settled)} are used, {Amount(limit.Unit, state.Held)} are held by running calls.") { RetryAfter = refusal.RetryAfter },
        };
    }

    /// <param name="what">What an operator throttled, <c>agents/triage</c>.</param>
    /// <param name="retryAfter">When to come back.</param>
    public static ApiError Throttled(string what, TimeSpan retryAfter) => new(429, ErrorCodes.RateLimited, $"{what} is throttled. Try again in a moment.") { RetryAfter = retryAfter };

    /// <summary>Of a streamed answer that had begun: nothing more could be held for it.</summary>
    public static ApiError Unconfirmed { get; } = new(503, ErrorCodes.StoreUnavailable, "The limits of this call could not be confirmed any more, so the answer ends here.") { RetryAfter = ApiErrors.LedgerUnavailable.RetryAfter };

    /// <summary>Of a streamed answer that had begun.</summary>
    public static ApiError CutShort(LimitRefusal refusal)
    {
        if (refusal.Reason == RefusalReason.HoldLost) return Unconfirmed;
        var (state, limit) = (refusal.State, refusal.State.Limit);
        return new ApiError(
            402,
            ErrorCodes.BudgetExhausted,
            $"The limit '{limit.QuotaId}' ({Describe(limit)}) has no room for the rest of this answer, which ends here: {Amount(limit.Unit, state.Settled)} are used, {Amount(limit.Unit, state.Held)} are held by this and other running calls.{Resets(state)}") { ShouldRetry = false };
    }

    public static ApiError Unpriced(string model) => new(
        402, ErrorCodes.UnpricedModel, $"No target of the model '{model}' has a price, and a limit in USD is on this call's path. Declare one under prices (0 is legal), or take the limit off.") { Param = "model", ShouldRetry = false };

    public static ApiError RefusedTarget(string provider, string deployment) => new(
        502,
        ErrorCodes.UpstreamError,
        $"The provider '{provider}' used more for '{deployment}' than it was asked to keep to, and is not used for it until an operator clears it (GET /api/overruns).") { ShouldRetry = false };

    private static string Resets(LimitState state) =>
        state.ResetsAt is { } end ? string.Create(CultureInfo.InvariantCulture, $" It starts anew at {end.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}.") : " It does not start anew by itself.";

    private static string Describe(Limit limit)
    {
        var amount = Amount(limit.Unit, limit.Amount);
        var window = limit.Window switch
        {
            LimitWindow.None => "at the same time",
            LimitWindow.Total => "in all",
            LimitWindow.Run => "a run",
            _ => "a " + limit.Window.ToString().ToLowerInvariant(),
        };
        return $"{limit.Scope}: {amount} {window}";
    }

    private static string Amount(LimitUnit unit, long value) => unit switch
    {
        LimitUnit.Usd => $"{new NanoDollars(value)} USD",
        LimitUnit.Concurrent => string.Create(CultureInfo.InvariantCulture, $"{value} calls"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value} {unit.ToString().ToLowerInvariant()}"),
    };
}
