using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Identity;

/// <summary>Exactly one of the two is set.</summary>
public readonly record struct AuthenticationResult(Caller? Caller, ApiError? Error)
{
    public static implicit operator AuthenticationResult(Caller caller) => new(caller, null);

    public static implicit operator AuthenticationResult(ApiError error) => new(null, error);

    public static AuthenticationResult FromCaller(Caller caller) => new(caller, null);

    public static AuthenticationResult FromError(ApiError error) => new(null, error);
}
