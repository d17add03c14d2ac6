using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Canonical;

namespace AgentFunctions.Workflows.Agents.Progress;

/// <summary>Short digests of calls and turns, for telling whether something happened before.</summary>
internal static class TurnDigest
{
    private const int Characters = 16;

    /// <summary>Of one call with its result. Arguments count in canonical form: white space and the order of names are no progress.</summary>
    public static string OfCall(string tool, JsonElement? arguments, JsonElement? result) => Of($"{tool}\n{Text(arguments)}\n{Text(result)}");

    /// <summary>Of the calls of a turn, whatever their order.</summary>
    public static string OfTurn(IEnumerable<string> calls) => Of(string.Join('\n', calls.Order(StringComparer.Ordinal)));

    private static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Characters];

    // What has no canonical form is compared as it is.
    private static string Text(JsonElement? value) => value is not { } given ? "" : CanonicalJson.TryWrite(given, out var text, out _) ? text : given.GetRawText();
}
