using AgentFunctions.Core.Errors;

namespace AgentFunctions.Gateway.Models.Answers;

/// <summary>The gateway refused the call or could not get it answered.</summary>
public sealed class RefusedModelAnswer(ApiError error) : ModelAnswer
{
    public ApiError Error { get; } = error;
}
