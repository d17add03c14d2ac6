using AgentFunctions.Core.Costs;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Events;

namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>What an attempt came to: as the provider reported it, else counted from what was sent and seen; never nothing for work that was done, never twice. The rules are in docs/tokens.md.</summary>
internal sealed class UsageEstimator(TokenCounter counter)
{
    /// <summary>What a provider writes around a message, and before its answer.</summary>
    private const int TokensAMessage = 3;

    private const int TokensACall = 3;

    /// <summary>An ordinary image, or some seconds of sound, where the model does not say.</summary>
    private const int OrdinaryMediaTokens = 1_000;

    /// <summary>Text that is too long to be counted.</summary>
    private const int BytesAToken = 4;

    /// <summary>
    /// Works it out once and keeps it with the attempt. Call it when the attempt is over. Where something has to be counted it takes about 0.3 ms per 1,000 tokens, and the first count of all loads an encoding (up to a second).
    /// </summary>
    public CountedUsage Complete(ModelCall call, ModelAttempt attempt)
    {
        if (attempt.Counted is { } known) return known;
        var usage = Estimate(call, attempt);
        attempt.Counted = usage;
        attempt.Delivered?.Release();
        return usage;
    }

    private CountedUsage Estimate(ModelCall call, ModelAttempt attempt)
    {
        // A stored response was charged when it was made.
        if (call.Operation is ModelOperation.RetrieveResponse or ModelOperation.DeleteResponse) return default;
        var reported = attempt.Usage;
        var isReported = reported.IsReported && reported.InputTokens + reported.OutputTokens > 0;
        if (isReported && attempt.IsUsageFinal && !IsHalf(call, attempt)) return Whole(call, attempt, Tokens(reported), isCounted: false);
        if (!isReported && IsFree(attempt)) return default;

        var counted = Count(call, attempt);
        if (isReported) counted = attempt is { IsUsageFinal: true, Usage.OutputTokens: > 0 } ? Tokens(reported) with { Input = counted.Input } : Larger(counted, Tokens(reported));
        return Whole(call, attempt, counted, isCounted: true);
    }

    /// <summary>One side was used, but the provider says nothing of it, or zero.</summary>
    private static bool IsHalf(ModelCall call, ModelAttempt attempt) =>
        call.Operation != ModelOperation.Embeddings && !attempt.IsUsageWhole && (attempt.Usage.InputTokens == 0 || attempt.Delivered is { IsEmpty: false });

    /// <summary>Nothing was done for it: never sent, refused, or failed before anything came.</summary>
    private static bool IsFree(ModelAttempt attempt)
    {
        if (!attempt.IsSent || attempt.UpstreamStatus is not (0 or (>= 200 and < 300))) return true;
        if (attempt.Delivered is { IsEmpty: false }) return false;
        if (attempt.HasErrorInside || attempt.Delivered is { HasError: true }) return true;
        return attempt.UpstreamStatus == 0 && attempt.Outcome is not (AttemptOutcome.TimedOut or AttemptOutcome.CallerGone or AttemptOutcome.StreamBroken);
    }

    private static CountedUsage Whole(ModelCall call, ModelAttempt attempt, TokenCounts tokens, bool isCounted) => new(
        tokens, call.Facts.LastItemIsToolResult ? tokens.Input : 0, attempt.HasToolCalls ? tokens.Output - tokens.Reasoning - tokens.AudioOutput : 0, isCounted);

    private static TokenCounts Tokens(ModelUsage usage) => new(
        usage.InputTokens, usage.CachedInputTokens, usage.CacheWriteTokens, usage.AudioInputTokens, usage.OutputTokens, usage.ReasoningTokens, usage.AudioOutputTokens);

    /// <summary>A stream that ended early, with what its provider had said until then: the input is known to it from the start, the output has only grown.</summary>
    private static TokenCounts Larger(TokenCounts counted, TokenCounts reported)
    {
        if (reported.Input == 0) reported = reported with { Input = counted.Input };
        if (reported.Output >= counted.Output) return reported;
        var reasoning = Math.Min(counted.Output, Math.Max(counted.Reasoning, reported.Reasoning));
        return reported with { Output = counted.Output, Reasoning = reasoning, AudioOutput = Math.Min(counted.Output - reasoning, reported.AudioOutput) };
    }

    private TokenCounts Count(ModelCall call, ModelAttempt attempt)
    {
        var encoding = TokenEncodings.Of(attempt.Target, attempt.Deployment) ?? TokenEncoding.O200kBase;
        var (text, reasoning) = attempt.Delivered is { } delivered ? CountOutput(delivered, encoding) : default;

        // Another vocabulary than the model's own may count more than the model was allowed to say.
        var most = OutputBound.Of(call) ?? long.MaxValue;
        var output = Math.Min(text + reasoning, most);
        return new TokenCounts(Math.Min(CountInput(call, encoding), InputBound.OfBytes(call)), 0, 0, 0, output, Math.Min(reasoning, output), 0);
    }

    private (long Text, long Reasoning) CountOutput(DeliveredText delivered, TokenEncoding encoding)
    {
        var (text, reasoning) = (delivered.TextBytesDropped, delivered.ReasoningBytesDropped);
        foreach (var part in delivered.Parts)
        {
            var count = counter.Count(encoding, part.Utf8);
            if (part.Kind == DeliveredKind.Reasoning) reasoning += count;
            else text += count;
        }

        return (text, reasoning);
    }

    private long CountInput(ModelCall call, TokenEncoding encoding)
    {
        var facts = call.Facts;
        var media = InputBound.Media(call, call.ModelResource?.Spec.MediaTokens ?? OrdinaryMediaTokens);
        var textBytes = call.Body.Length - facts.InlineImageBytes;
        if (textBytes > RequestTokenReader.MostBytes) return (textBytes / BytesAToken) + media + call.InheritedTokens;
        var tokens = RequestTokenReader.Count(counter, encoding, call.Body.Span);
        var around = call.Operation == ModelOperation.Embeddings ? 0 : TokensACall + ((long)TokensAMessage * facts.MessageCount);
        return tokens.Text + tokens.Layout + around + media + call.InheritedTokens;
    }
}
