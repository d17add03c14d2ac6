using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Events.Letters;

/// <summary>Refusals about dead letters of streams.</summary>
internal static class StreamLetterErrors
{
    public static ApiError NotYours { get; } = ApiErrors.NotEntitled(
        "Dead letters of hubs hold events of every tenant: ask with the bootstrap key or, where there is one tenant only, as somebody who has the scope in the whole of it.");

    public static ApiError NoSuchHub(IEnumerable<string> known) => ApiErrors.NotFound("hub", $"hub is one of {string.Join(", ", known)}.");

    public static ApiError NotFound(string stream, string id) => ApiErrors.NotFound("id", $"There is no dead letter '{id}' of the hub {stream}. It was sent again or deleted, or its time is over.");

    /// <summary>It stays as it is.</summary>
    public static ApiError Still(string message, string? param = null) => new(409, ErrorCodes.Conflict, "It cannot be sent again yet: " + message) { Param = param, ShouldRetry = false };
}
