using System.Globalization;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Statements;

/// <summary>What may be wrong with asking for a statement, or with closing it.</summary>
internal static class StatementErrors
{
    public static ApiError UnknownMonth { get; } = ApiErrors.InvalidRequest("month", "month must be a month such as 2026-11.");

    public static ApiError UnknownZone { get; } = ApiErrors.InvalidRequest("timeZone", $"timeZone {StatementZone.Unknown}.");

    public static ApiError TenantWide { get; } = ApiErrors.NotEntitled("Statements are closed for the whole tenant, and this key may do resources:write in some teams only.");

    public static ApiError NoTeam(string team) => ApiErrors.NotFound("team", $"teams/{team} does not exist in this tenant.");

    public static ApiError Gone(StatementMonth month) => ApiErrors.NotFound("month", $"{month} was not closed while its usage was kept (400 days).");

    public static ApiError TooEarly(StatementMonth month, DateTimeOffset at) =>
        NotReady($"{month} can be closed from {at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)} on.");

    public static ApiError Running(StatementMonth month) => NotReady($"A call of {month} is not settled yet. Close the month when it is; the call of a process that died is charged within minutes.");

    public static ApiError NotFolded(StatementMonth month) => NotReady($"Usage of {month} is still on its way. Try again in a moment.");

    private static ApiError NotReady(string message) => new(409, ErrorCodes.StatementNotReady, message) { Param = "month", ShouldRetry = false };
}
