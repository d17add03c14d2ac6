using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Subjects;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.RequestIdentity;

/// <summary>The headers that say what a model call belongs to. A call that meant to be bound must never run unbound, so one that cannot be read is refused.</summary>
/// <param name="Session">From <c>x-session-id</c>; null for none.</param>
/// <param name="Run">From <c>x-run-id</c>; null for none.</param>
/// <param name="EndUser">From <c>x-end-user</c>; null for none, and where it is empty.</param>
internal readonly record struct BindingHeaders(string? Session, string? Run, string? EndUser)
{
    /// <summary>The headers of a request, or what is wrong with them.</summary>
    public static ApiError? Read(IHeaderDictionary headers, out BindingHeaders binding)
    {
        binding = default;
        if (ReadId(headers, HeaderNames.SessionId, out var session) is { } badSession) return badSession;
        if (ReadId(headers, HeaderNames.RunId, out var run) is { } badRun) return badRun;
        if (ReadOne(headers, HeaderNames.EndUser, out var endUser) is { } badUser) return badUser;
        if (endUser is { Length: > 0 } && !SubjectNames.IsValid(endUser)) return SubjectErrors.InvalidName(HeaderNames.EndUser);
        binding = new BindingHeaders(session, run, endUser is { Length: > 0 } ? endUser : null);
        return null;
    }

    private static ApiError? ReadId(IHeaderDictionary headers, string name, out string? id)
    {
        if (ReadOne(headers, name, out id) is { } error) return error;
        return id is null || ResourceIds.IsValid(id)
            ? null
            : ApiErrors.InvalidRequest(name, $"'{name}' is 1 to {ResourceIds.MaxLength} of A-Z a-z 0-9 . _ : - and begins with a letter or digit.");
    }

    private static ApiError? ReadOne(IHeaderDictionary headers, string name, out string? value)
    {
        var values = headers[name];
        value = values.Count == 0 ? null : values[0] ?? "";
        for (var i = 1; i < values.Count; i++)
            if (!string.Equals(values[i], value, StringComparison.Ordinal)) return ApiErrors.InvalidRequest(name, $"'{name}' is sent more than once, with different values.");
        return null;
    }
}
