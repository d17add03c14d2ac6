using System.Buffers;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>The host of a content URL, and the rule that admits it.</summary>
internal static class ContentHost
{
    private const string Separator = "://";
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:[]");

    /// <summary>The lower-case host of an absolute http or https URL; null for everything else, and for spellings that two parsers might read as two hosts.</summary>
    public static string? Of(string url)
    {
        foreach (var character in url)
            if (character is '\\' || char.IsWhiteSpace(character) || char.IsControl(character)) return null;
        return IsPlain(Authority(url)) && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.IdnHost.Length > 0
            ? uri.IdnHost.TrimEnd('.').ToLowerInvariant()
            : null;
    }

    /// <summary>Exact, or <c>*.example.com</c> for every name below example.com.</summary>
    public static bool Matches(string allowed, string host) => allowed.StartsWith("*.", StringComparison.Ordinal)
        ? host.Length > allowed.Length - 1 && host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
        : string.Equals(allowed, host, StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Authority(string url)
    {
        var start = url.IndexOf(Separator, StringComparison.Ordinal);
        if (start < 0) return default;
        var rest = url.AsSpan(start + Separator.Length);
        return rest.IndexOfAny('/', '?', '#') is >= 0 and var end ? rest[..end] : rest;
    }

    /// <summary>Parsers map other characters (a full-width slash, an ß) to different hosts: such a host is written in punycode or not at all. No user either.</summary>
    private static bool IsPlain(ReadOnlySpan<char> authority) => authority.Length > 0 && !authority.ContainsAnyExcept(PlainCharacters);
}
