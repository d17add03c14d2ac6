using System.Globalization;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Gateway.Models.Calls;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Models;

/// <summary>
/// Tells a caller where its limits stand: OpenAI's <c>x-ratelimit-*</c> for requests and tokens, <c>x-budget-*</c> for money; of several the one with the least left. Also the output cap that the gateway set. API.md, limit headers.
/// </summary>
internal static class LimitHeaders
{
    public static void Write(HttpResponse response, ModelCall call, DateTimeOffset now)
    {
        if (call.Reservation is not null && call.OutputLimit is { } cap && cap != call.Facts.OutputLimit) response.Headers["x-output-limit"] = Text(cap);
        Write(response, call.Reservation?.Limits ?? [], call.RefusedBy, now);
    }

    /// <param name="response">Where to.</param>
    /// <param name="limits">Of the call's path.</param>
    /// <param name="refusedBy">The one that refused it; the one that counts for its unit.</param>
    /// <param name="now">For what is left of the windows.</param>
    public static void Write(HttpResponse response, IReadOnlyList<LimitState> limits, LimitState? refusedBy, DateTimeOffset now)
    {
        if (Tightest(limits, refusedBy, LimitUnit.Requests) is { } requests) Rate(response, "requests", requests, now);
        if (Tightest(limits, refusedBy, LimitUnit.Tokens) is { } tokens) Rate(response, "tokens", tokens, now);
        if (Tightest(limits, refusedBy, LimitUnit.Usd) is { } money) Budget(response, money);
    }

    private static LimitState? Tightest(IReadOnlyList<LimitState> limits, LimitState? refusedBy, LimitUnit unit)
    {
        if (refusedBy?.Limit.Unit == unit) return refusedBy;
        LimitState? tightest = null;
        for (var i = 0; i < limits.Count; i++)
        {
            var state = limits[i];
            if (state.Limit.Unit == unit && (tightest is null || state.Remaining < tightest.Remaining)) tightest = state;
        }

        return tightest;
    }

    private static void Rate(HttpResponse response, string what, LimitState state, DateTimeOffset now)
    {
        response.Headers["x-ratelimit-limit-" + what] = Text(state.Limit.Amount);
        response.Headers["x-ratelimit-remaining-" + what] = Text(state.Remaining);
        if (state.ResetsAt is { } end) response.Headers["x-ratelimit-reset-" + what] = Duration(end - now);
    }

    private static void Budget(HttpResponse response, LimitState state)
    {
        response.Headers["x-budget-limit"] = new NanoDollars(state.Limit.Amount).ToString();
        response.Headers["x-budget-held"] = new NanoDollars(state.Held).ToString();
        response.Headers["x-budget-remaining"] = new NanoDollars(state.Remaining).ToString();
        if (state.ResetsAt is { } end) response.Headers["x-budget-reset"] = end.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>As OpenAI writes them: <c>1s</c>, <c>6m0s</c>, <c>23h59m10s</c>, <c>850ms</c>.</summary>
    private static string Duration(TimeSpan left)
    {
        if (left < TimeSpan.FromSeconds(1)) return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)left.TotalMilliseconds)}ms");
        var (hours, minutes, seconds) = ((int)left.TotalHours, left.Minutes, left.Seconds);
        if (hours > 0) return string.Create(CultureInfo.InvariantCulture, $"{hours}h{minutes}m{seconds}s");
        return minutes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{minutes}m{seconds}s") : string.Create(CultureInfo.InvariantCulture, $"{seconds}s");
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
