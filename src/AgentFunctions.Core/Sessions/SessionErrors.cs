using System.Globalization;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Sessions;

/// <summary>The refusals of sessions, worded once.</summary>
internal static class SessionErrors
{
    /// <summary>Also where it is another agent's: nobody is told which sessions others have.</summary>
    public static ApiError NotFound(string session) => ApiErrors.NotFound("id", $"sessions/{session} does not exist, or has ended. Sessions are of one agent, and end when they are not used.");

    /// <summary>Also where the caller may not read it.</summary>
    public static ApiError NoSlot(string slot) => ApiErrors.NotFound("slot", $"The slot '{slot}' does not exist or has no value here. An agent declares its slots in spec.context.slots.");

    public static ApiError FilledSlot(string slot) => ApiErrors.InvalidRequest("slot", $"The slot '{slot}' is filled by the gateway. Write 'pinned', 'task', 'state' or a slot that the agent declares.");

    public static ApiError SlotTooLarge(string slot, int tokens, int budget) => new(
        400, ErrorCodes.ContextTooLarge,
        string.Create(CultureInfo.InvariantCulture, $"As a model is shown it the value costs {tokens} tokens; the budget of the slot '{slot}' is {budget}. Shorten it, or raise spec.context.slots.{slot}.budgetTokens of the agent.")) { Param = "value", ShouldRetry = false };

    public static ApiError OtherMessage(string id) => new(
        409, ErrorCodes.IdempotencyMismatch, $"Another message was appended under the id '{id}'. Give every message an id of its own, and every request a key of its own.") { Param = "id", ShouldRetry = false };

    public static ApiError Changed { get; } = new(
        412, ErrorCodes.PreconditionFailed, "The slot is not as If-Match or If-None-Match says. Read it again and decide anew.") { ShouldRetry = false };

    /// <summary>Many write the same session at the same time.</summary>
    public static ApiError Busy { get; } = new(
        503, ErrorCodes.StoreUnavailable, "The session is being written by many at the same time, so this was not written. Try again shortly.") { RetryAfter = TimeSpan.FromSeconds(1) };
}
