using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources;

/// <summary>Refusals of the resource surface.</summary>
internal static class ResourceErrors
{
    public static ApiError Exists { get; } = new(412, ErrorCodes.PreconditionFailed, "It exists already, and If-None-Match: * asked for it not to.") { ShouldRetry = false };

    public static ApiError Gone { get; } = new(412, ErrorCodes.PreconditionFailed, "It does not exist, and If-Match asked for it to.") { ShouldRetry = false };

    public static ApiError Changed { get; } = new(
        412, ErrorCodes.PreconditionFailed, "It was changed since it was read. Read it again, apply the change to what it is now, and send the new ETag in If-Match.") { ShouldRetry = false };

    public static ApiError NotFound(string kind, string id) => ApiErrors.NotFound("id", $"{kind}/{id} does not exist in this tenant.");

    public static ApiError InUse(string kind, string id, IReadOnlyList<StoredResource> referrers) => new(
        409, ErrorCodes.InUse, $"{kind}/{id} is in use by {string.Join(", ", referrers.Take(5).Select(r => $"{r.Kind}/{r.Id}"))}{(referrers.Count > 5 ? " and others" : "")}. Change or delete those first.")
    {
        ShouldRetry = false,
        Details = [.. referrers.Select(r => new FieldError($"{r.Kind}/{r.Id}", $"names {kind}/{id}"))],
    };
}
