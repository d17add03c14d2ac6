using System.Globalization;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Http.RequestIdentity;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Runs;

/// <summary>Headers of starts.</summary>
internal static class RunHeaders
{
    private const string Key = "Idempotency-Key";
    private const int MaxKey = 255;

    /// <summary>The front end of Azure cuts what is silent for 230 s.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(120);

    public static readonly (string Name, string Description)[] Start =
        [
            (Key, "The same key of the same caller is the same run; with another body 409."), ("Prefer", "wait=N answers 200 with the run if it ends within N seconds, at most 120."),
            (HeaderNames.EndUser, "On whose behalf, where the body names no endUser."),
        ];

    /// <summary>On whose behalf: <c>endUser</c> of the body, else the header; null for nobody. What is wrong with it, where something is.</summary>
    public static ApiError? ReadEndUser(HttpRequest request, string? named, out string? person)
    {
        person = named;
        if (BindingHeaders.Read(request.Headers, out var binding) is { } malformed) return malformed;
        var name = named is null ? HeaderNames.EndUser : "endUser";
        person ??= binding.EndUser;
        return person is null || SubjectNames.IsValid(person) ? null : SubjectErrors.InvalidName(name);
    }

    /// <summary>The key; empty for none.</summary>
    public static Outcome<string> IdempotencyKey(HttpRequest request)
    {
        var values = request.Headers[Key];
        if (values.Count == 0) return "";
        return values is [{ Length: > 0 and <= MaxKey } key] && !key.AsSpan().ContainsAnyExceptInRange('!', '~') ? key : ApiErrors.InvalidRequest(Key, $"{Key} is 1 to {MaxKey} printable characters without spaces, sent once.");
    }

    /// <summary>How long the caller waits; null for not at all. RFC 7240: what is not understood is passed over.</summary>
    public static TimeSpan? Wait(HttpRequest request)
    {
        foreach (var preference in request.Headers["Prefer"].SelectMany(static v => (v ?? "").Split(',', ';')))
        {
            var text = preference.Trim();
            if (!text.StartsWith("wait=", StringComparison.OrdinalIgnoreCase)) continue;
            if (!int.TryParse(text.AsSpan(5).Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds == 0) return null;
            return seconds < LongestWait.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestWait;
        }

        return null;
    }
}
