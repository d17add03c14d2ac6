using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Events.Letters;

/// <summary>A page of dead letters of a stream, in the order of their ids.</summary>
public sealed record StreamLetterPage(IReadOnlyList<StreamLetter> Items, string? NextCursor)
{
    /// <summary>The refusal of a cursor that is none.</summary>
    public static ApiError UnknownCursor { get; } = ApiErrors.InvalidRequest("cursor", "cursor must be the nextCursor of the page before.");
}
