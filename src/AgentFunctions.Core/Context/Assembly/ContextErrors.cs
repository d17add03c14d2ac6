using System.Globalization;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>What must stay and does not fit.</summary>
internal static class ContextErrors
{
    /// <param name="slot">The slot.</param>
    /// <param name="tokens">What of it must stay costs.</param>
    /// <param name="budget">What it may cost.</param>
    public static ApiError SlotTooLarge(string slot, int tokens, int budget) => Error(
        $"slots.{slot}", string.Create(CultureInfo.InvariantCulture, $"The slot '{slot}' holds {tokens} tokens that must stay; its budget is {budget}, and nothing else can give way."));

    /// <param name="parts">What must stay, by slot.</param>
    /// <param name="note">What it costs to say what was left out; 0 where nothing was.</param>
    /// <param name="budget">What all of it may cost.</param>
    public static ApiError TooLarge(IReadOnlyList<(string Slot, int Tokens)> parts, int note, int budget)
    {
        var named = parts.Select(static part => string.Create(CultureInfo.InvariantCulture, $"'{part.Slot}' {part.Tokens}"));
        if (note > 0) named = named.Append(string.Create(CultureInfo.InvariantCulture, $"the note on what was left out {note}"));
        return Error(
            "budgetTokens",
            string.Create(CultureInfo.InvariantCulture, $"What must stay costs {parts.Sum(static part => part.Tokens) + note} tokens ({string.Join(", ", named)}); the budget of the context is {budget}, and nothing else can give way."));
    }

    private static ApiError Error(string param, string message) => new(400, ErrorCodes.ContextTooLarge, message) { Param = param, ShouldRetry = false };
}
