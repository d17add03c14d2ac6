using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Activity;

/// <summary>One authenticated call that is over.</summary>
/// <param name="Caller">Who made it, with the agent and its team as they were when it was decided.</param>
/// <param name="Surface">Where it went.</param>
/// <param name="Outcome">How it ended.</param>
public readonly record struct ActivityCall(Caller Caller, ActivitySurface Surface, ActivityOutcome Outcome)
{
    /// <summary>The model asked for; null where the call was for none, or for one that was refused before it was found.</summary>
    public string? Model { get; init; }

    /// <summary>Id of the declared model that serves it, <c>gpt-*</c>.</summary>
    public string? DeclaredModel { get; init; }

    /// <summary>Code of a refusal; one of <see cref="Errors.ErrorCodes"/>, all others count as <c>other</c>.</summary>
    public string? Code { get; init; }

    /// <summary>Tokens as providers reported them, over all attempts.</summary>
    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }
}
