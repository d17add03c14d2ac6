using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Subjects;

/// <summary>Refusals that have to do with people.</summary>
public static class SubjectErrors
{
    /// <summary>What <see cref="SubjectNames.IsValid"/> refuses. Nothing may be kept under a name that nobody could ask to be erased.</summary>
    public static ApiError InvalidName(string param) => ApiErrors.InvalidRequest(param, $"'{param}' is 1 to {SubjectNames.MaxLength} characters without control characters, of which one is seen.");
}
