namespace AgentFunctions.Core.Errors;

/// <summary>The refusals that more than one feature gives, worded once.</summary>
public static class ApiErrors
{
    public static ApiError InvalidApiKey { get; } = new(
        401, ErrorCodes.InvalidApiKey, "The key is missing, unknown, expired or revoked. Send 'Authorization: Bearer <key>' with a key issued by this gateway.")
    {
        ShouldRetry = false,
    };

    public static ApiError ControlPlaneUnavailable { get; } = new(
        503, ErrorCodes.ControlPlaneUnavailable, "Keys and permissions could not be confirmed, so the call was refused. Try again shortly.")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    public static ApiError LedgerUnavailable { get; } = new(
        503, ErrorCodes.StoreUnavailable, "The limits of this call could not be confirmed, so it was refused. Try again shortly.")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    public static ApiError ShuttingDown { get; } = new(
        503, ErrorCodes.ShuttingDown, "The gateway is stopping and cut this stream. What came so far is not a whole answer; send the call again.")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    public static ApiError Internal { get; } = new(
        500, ErrorCodes.InternalError, "Something went wrong inside the gateway. Quote the x-request-id of this answer when you report it.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static ApiError InvalidRequest(string? param, string message) => new(400, ErrorCodes.InvalidRequest, message) { Param = param, ShouldRetry = false };

    public static ApiError UnsupportedParameter(string param, string message) => new(400, ErrorCodes.UnsupportedParameter, message) { Param = param, ShouldRetry = false };

    public static ApiError NotEntitled(string message) => new(403, ErrorCodes.NotEntitled, message) { ShouldRetry = false };

    public static ApiError NotFound(string? param, string message) => new(404, ErrorCodes.NotFound, message) { Param = param, ShouldRetry = false };

    public static ApiError UnsupportedEndpoint(string method, string path) => new(
        404, ErrorCodes.UnsupportedEndpoint, $"This gateway does not serve {method} {path}. docs/api.md and /openapi.json list what it serves.") { ShouldRetry = false };

    public static ApiError RequestTooLarge(long limitBytes) => new(
        413, ErrorCodes.RequestTooLarge, $"The request body is larger than {limitBytes} bytes, the limit of this gateway (AgentFunctions:Http:MaxRequestBodyBytes).") { ShouldRetry = false };
}
