using AgentFunctions.Core.Errors;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Tokens;

namespace AgentFunctions.Gateway.Models.Admission;

/// <summary>
/// What one streamed answer holds for its output. The reserve is held beyond everything that was read, always: it is for what the target produces until the next look at it, and until it is cancelled if that look finds
/// no more room. Belongs to one reader; not thread-safe.
/// </summary>
internal sealed class OutputHold(ModelCall call, ModelAttempt attempt, OutputMeter meter, long input, OutputHolds holds)
{
    private readonly Core.Resources.IncrementalHoldSpec _spec = call.ModelResource!.Spec.IncrementalHold!;
    private readonly long _cap = call.OutputLimit!.Value;

    private long Held => call.HeldOutput!.Value;

    /// <summary>Looks at what was read. null: it is held, and the reserve with it; else the stream has to end.</summary>
    public async ValueTask<ApiError?> CoverAsync()
    {
        var ahead = _spec.ReserveTokens ?? _spec.Tokens / 2;
        if (Held >= _cap || Seen(isCounted: false) + ahead <= Held) return null;
        var seen = Seen(isCounted: true);
        if (seen + ahead <= Held) return null;
        if (await GrowAsync(Math.Max(Held + _spec.Tokens, seen + ahead)) is not { } error) return null;

        // One event was larger than the reserve: it has to be paid for whatever becomes of the rest.
        if (seen > Held) await GrowAsync(seen);
        return error;
    }

    /// <summary>The answer is complete: nothing comes after what was read, but that may be more than it seemed.</summary>
    public async ValueTask CoverEndAsync()
    {
        if (Held < _cap && Seen(isCounted: true) is var seen && seen > Held) await GrowAsync(seen);
    }

    /// <summary>Holds everything the target may produce: it will not be looked at for a while.</summary>
    public ValueTask<ApiError?> CoverAllAsync() => Held >= _cap ? default : GrowAsync(_cap);

    /// <summary>Says why the provider is cancelled next.</summary>
    public void Cut() => attempt.IsCutShort = true;

    private ValueTask<ApiError?> GrowAsync(long to) => holds.GrowAsync(call, attempt, input, Math.Min(_cap, to));

    private long Seen(bool isCounted)
    {
        var stream = attempt.Stream!;
        return Math.Max(isCounted ? meter.Count(stream.Delivered) : meter.Most(stream.Delivered), stream.Usage.OutputTokens);
    }
}
