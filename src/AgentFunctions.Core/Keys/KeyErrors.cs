using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Keys;

/// <summary>Refusals of the key surface.</summary>
internal static class KeyErrors
{
    public static ApiError NotOurs { get; } = ApiErrors.NotFound("key", "No key of this tenant matches.");

    public static ApiError WrongSource { get; } = ApiErrors.NotEntitled("This key may not be used from this address. Its sources say from where it may.");

    public static ApiError PeopleUseTokens { get; } =
        ApiErrors.NotEntitled("Keys of operators, approvers and auditors are off on this host: come with an Entra ID token. The setting AgentFunctions__Keys__People=true turns them on.");

    public static ApiError Revoked(string id) => new(409, ErrorCodes.Conflict, $"keys/{id} is revoked, which is final. Create another key with POST /api/keys.") { ShouldRetry = false };

    public static ApiError TooManyRotations(string id) => new(
        409, ErrorCodes.Conflict, $"keys/{id} has too many earlier secrets that still work. Rotate with \"overlap\":\"00:00:00\" to end them, or wait until they end.") { ShouldRetry = false };
}
