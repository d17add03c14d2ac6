using System.Text.RegularExpressions;

namespace AgentFunctions.Http.Tests.Isolation;

/// <summary>What of an answer can be compared: all but what differs by chance.</summary>
internal static partial class IsolationAnswer
{
    /// <summary>Without ids of requests and events, secrets of keys, and times of machines. The place in a list of deliveries is an event's id; that there is a next page stays.</summary>
    public static string Normal(string path, string text) => Chance().Replace(path.Contains("/deliveries", StringComparison.Ordinal) ? Cursor().Replace(text, "more") : text, "#");

    /// <summary>Where the next page begins, or null.</summary>
    public static string? NextOf(string text) => Cursor().Match(text) is { Success: true } next ? next.Groups[1].Value : null;

    [GeneratedRegex("""req_[0-9a-f]{32}|evt_[0-9A-Za-z-]+|[ao]k_[a-z-]+\.[A-Za-z0-9-]+\.[0-9A-Za-z]{49}|"elapsedMs":[0-9]+|chatcmpl-[a-z0-9]+|"created":[0-9]+""")]
    private static partial Regex Chance();

    [GeneratedRegex("\"nextCursor\":\"([^\"]+)\"")]
    private static partial Regex Cursor();
}
