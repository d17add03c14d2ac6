using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>The most output tokens a provider can report for a call whose cap is honoured.</summary>
internal static class OutputBound
{
    /// <summary>Uses <see cref="ModelCall.OutputLimit"/>, or the caller's lower cap, for each choice, and a prediction that may be refused; 0 for embeddings; null while there is no cap at all.</summary>
    public static long? Of(ModelCall call)
    {
        if (call.Operation is not (ModelOperation.Chat or ModelOperation.Responses)) return 0;
        long? cap = (call.OutputLimit, call.Facts.OutputLimit) switch
        {
            (null, var caller) => caller,
            (var ours, null) => ours,
            var (ours, caller) => Math.Min(ours.Value, caller.Value),
        };
        return (cap + call.Facts.PredictionBytes) * call.Facts.Choices;
    }
}
