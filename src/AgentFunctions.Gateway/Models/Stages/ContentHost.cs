namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>The host of a content URL, and the rule that admits it.</summary>
internal static class ContentHost
{
    /// <summary>The lower-case host of an absolute http or https URL; null for everything else, and for spellings that two parsers might read as two hosts.</summary>
    public static string? Of(string url)
    {
        foreach (var character in url)
            if (character is '\\' || char.IsWhiteSpace(character) || char.IsControl(character)) return null;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)) return null;
        var isWeb = uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp;
        return isWeb && uri.UserInfo.Length == 0 && uri.IdnHost.Length > 0 ? uri.IdnHost.TrimEnd('.').ToLowerInvariant() : null;
    }

    /// <summary>Exact, or <c>*.example.com</c> for every name below example.com.</summary>
    public static bool Matches(string allowed, string host) => allowed.StartsWith("*.", StringComparison.Ordinal)
        ? host.Length > allowed.Length - 1 && host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
        : string.Equals(allowed, host, StringComparison.OrdinalIgnoreCase);
}
