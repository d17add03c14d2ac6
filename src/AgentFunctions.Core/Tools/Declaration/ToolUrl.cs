using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Tools.Declaration;

/// <summary>
/// The URL of a tool with its placeholders. Scheme, host and port are literal. A value is percent-encoded whole, so it can neither leave its path segment nor its query parameter; a segment that would come to be empty,
/// <c>.</c> or <c>..</c> is refused.
/// </summary>
public sealed partial class ToolUrl
{
    /// <summary>Longest URL that is sent.</summary>
    public const int MaxLength = 8192;

    private static readonly SearchValues<char> Unwanted = SearchValues.Create(" \\{}<>\"^`|#");

    private readonly string[] _segments;
    private readonly string[] _pairs;

    private ToolUrl(string origin, string path, string query)
    {
        Origin = origin;
        _segments = path.Split('/');
        _pairs = query.Split('&', StringSplitOptions.RemoveEmptyEntries);
        InPath = [.. Placeholder().Matches(path).Select(static m => m.Groups[1].Value).Distinct(StringComparer.Ordinal)];
        InQuery = [.. Placeholder().Matches(query).Select(static m => m.Groups[1].Value).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Scheme, host and port as they are written.</summary>
    public string Origin { get; }

    /// <summary>Arguments that stand in the path.</summary>
    public IReadOnlyList<string> InPath { get; }

    /// <summary>Arguments that stand in the query.</summary>
    public IReadOnlyList<string> InQuery { get; }

    /// <summary>What is wrong with a template, or null.</summary>
    public static string? Parse(string template, bool allowInsecure, out ToolUrl? url)
    {
        ArgumentNullException.ThrowIfNull(template);
        url = null;
        if (template.Contains('#', StringComparison.Ordinal)) return "must not contain a fragment (#...)";
        var (origin, path, query) = Split(template);
        if (origin.AsSpan().ContainsAny('{', '}')) return "must name scheme, host and port literally: placeholders stand in the path and the query only";
        if (ProviderEndpoint.Check(origin + "/", allowInsecure) is { } wrong) return wrong.Replace("such as https://api.openai.com/v1", "such as https://api.example.com/orders/{id}", StringComparison.Ordinal);
        var literal = Placeholder().Replace(path + "?" + query, "");
        if (literal.AsSpan().ContainsAny('{', '}')) return "has a brace that is no placeholder: write {argument}, letters, digits and _, not beginning with a digit";
        if (literal.AsSpan().ContainsAny(Unwanted) || literal.AsSpan().ContainsAnyExceptInRange('!', '~')) return "must be a plain URL: percent-encode spaces, quotes, backslashes and letters beyond ASCII";
        if (path.Split('/').Any(static segment => IsDots(segment))) return "must not contain the path segments . or ..";
        url = new ToolUrl(origin, path, query);
        return null;
    }

    /// <summary>Host as secrets name it; null where there is none.</summary>
    public static string? HostOf(string? template) => template is null ? null : ProviderEndpoint.HostOf(Split(template).Origin);

    /// <summary>The URL for a call, or the argument that makes none.</summary>
    /// <param name="value">The text of an argument; null where it was not given.</param>
    /// <param name="more">Further query parameters.</param>
    /// <param name="url">The whole URL.</param>
    /// <returns>Name of the argument and what is wrong with it; null where nothing is.</returns>
    public (string Argument, string Problem)? Expand(Func<string, string?> value, IEnumerable<KeyValuePair<string, string>> more, out string url)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(more);
        url = "";
        var text = new StringBuilder(Origin);
        for (var i = 0; i < _segments.Length; i++)
        {
            if (i > 0) text.Append('/');
            var segment = Placeholder().Replace(_segments[i], m => Uri.EscapeDataString(value(m.Groups[1].Value) ?? ""));
            if (segment != _segments[i] && (segment.Length == 0 || IsDots(segment))) return (Placeholder().Match(_segments[i]).Groups[1].Value, "makes no path segment: it must not be empty, . or ..");
            text.Append(segment);
        }

        var separator = '?';
        foreach (var pair in _pairs)
        {
            if (Placeholder().Matches(pair).Any(m => value(m.Groups[1].Value) is null)) continue;
            text.Append(separator).Append(Placeholder().Replace(pair, m => Uri.EscapeDataString(value(m.Groups[1].Value)!)));
            separator = '&';
        }

        foreach (var (name, given) in more)
        {
            text.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(given));
            separator = '&';
        }

        url = text.ToString();
        return url.Length <= MaxLength ? null : ("$", $"make a URL longer than {MaxLength} characters");
    }

    private static (string Origin, string Path, string Query) Split(string template)
    {
        var scheme = template.IndexOf("://", StringComparison.Ordinal);
        var end = template.AsSpan(scheme < 0 ? 0 : scheme + 3).IndexOfAny('/', '?');
        if (end < 0) return (template, "/", "");
        var origin = template[..(end + (scheme < 0 ? 0 : scheme + 3))];
        var rest = template[origin.Length..];
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? rest : rest[..mark];
        return (origin, path.Length == 0 ? "/" : path, mark < 0 ? "" : rest[(mark + 1)..]);
    }

    private static bool IsDots(string segment) => segment.Length <= 6 && Uri.UnescapeDataString(segment) is "." or "..";

    [GeneratedRegex(@"\{([A-Za-z_][A-Za-z0-9_]{0,63})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
