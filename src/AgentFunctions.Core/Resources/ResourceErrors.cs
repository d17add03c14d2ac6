using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources;

/// <summary>Refusals of the resource surface.</summary>
internal static class ResourceErrors
{
    public static ApiError Exists { get; } = new(412, ErrorCodes.PreconditionFailed, "It exists already, and If-None-Match: * asked for it not to.") { ShouldRetry = false };

    public static ApiError Gone { get; } = new(412, ErrorCodes.PreconditionFailed, "It does not exist, and If-Match asked for it to.") { ShouldRetry = false };

    public static ApiError Changed { get; } = new(
        412, ErrorCodes.PreconditionFailed, "It was changed since it was read. Read it again, apply the change to what it is now, and send the new ETag in If-Match.") { ShouldRetry = false };

    public static ApiError PlatformOnly { get; } = ApiErrors.NotEntitled("Tenants are written with the bootstrap key only.");

    public static ApiError NeedsScope(AccessScopes scope) => ApiErrors.NotEntitled($"This key lacks {string.Join(", ", AccessScopeNames.Names(scope))}. docs/security.md says what each scope allows.");

    public static ApiError NotYours(AccessScopes scope, string kind) =>
        ApiErrors.NotEntitled($"This key may do {string.Join(", ", AccessScopeNames.Names(scope))} in some teams only, and this would touch {kind} outside them.");

    public static ApiError Owned(string kind, string id, string owner) => new(
        409, ErrorCodes.Conflict, $"{kind}/{id} is managed by '{owner}'. Change it there, or take it over with force=true.") { Param = "managedBy", ShouldRetry = false };

    public static ApiError NotFound(string kind, string id) => ApiErrors.NotFound("id", $"{kind}/{id} does not exist in this tenant.");

    /// <param name="kind">Kind of what is in use.</param>
    /// <param name="id">Its id.</param>
    /// <param name="referrers">What names it and the caller may see.</param>
    /// <param name="hidden">Whether there are others.</param>
    public static ApiError InUse(string kind, string id, IReadOnlyList<StoredResource> referrers, bool hidden = false) => referrers.Count == 0 && hidden ? InUseElsewhere(kind, id) : new(
        409, ErrorCodes.InUse, $"{kind}/{id} is in use by {string.Join(", ", referrers.Take(5).Select(r => $"{r.Kind}/{r.Id}"))}{(referrers.Count > 5 ? " and others" : "")}. Change or delete those first.")
    {
        ShouldRetry = false,
        Details = [.. referrers.Select(r => new FieldError($"{r.Kind}/{r.Id}", $"names {kind}/{id}"))],
    };

    private static ApiError InUseElsewhere(string kind, string id) =>
        new(409, ErrorCodes.InUse, $"{kind}/{id} is in use by something this key may not see. Ask an operator of the tenant.") { ShouldRetry = false };
}
