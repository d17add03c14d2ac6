namespace AgentFunctions.Core.Errors;

/// <summary>What an operation gave: exactly one of the two is set.</summary>
public readonly record struct Outcome<T>(T? Value, ApiError? Error)
    where T : class
{
    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(ApiError error) => new(null, error);
}
