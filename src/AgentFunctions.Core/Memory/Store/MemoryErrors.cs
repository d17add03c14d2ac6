using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Memory.Store;

/// <summary>Refusals of memory, worded once.</summary>
internal static class MemoryErrors
{
    public static ApiError Busy { get; } = new(503, ErrorCodes.StoreUnavailable, "Others changed this memory again and again at the same moment. Try again shortly.") { RetryAfter = TimeSpan.FromSeconds(1) };

    public static ApiError OwnWord { get; } = ApiErrors.NotEntitled("The record is your own word: somebody else has to vouch for it.");

    public static ApiError NotFound(string id) => ApiErrors.NotFound("id", $"This agent has no memory record '{(Storage.MemoryDocuments.IsRecordId(id) ? id : "…")}'.");

    public static ApiError NotUsed(string id, string runId) => new(409, ErrorCodes.Conflict, $"The run '{runId}' was not given the record '{id}', so what came of it says nothing about the record. Search with the header x-run-id.") { Param = "runId", ShouldRetry = false };

    public static ApiError OtherOutcome(string runId) => new(409, ErrorCodes.Conflict, $"Another outcome of the run '{runId}' was verified for this record before.") { Param = "success", ShouldRetry = false };

    public static ApiError NotPending(string state) => new(409, ErrorCodes.Conflict, $"The record is {state}: only records in quarantine are decided, and forgotten or demoted ones brought back.") { ShouldRetry = false };
}
