using System.Text.RegularExpressions;

namespace AgentFunctions.Core.Notifications;

/// <summary>Bare mail addresses separated by commas. No names, comments or quotes: nothing in an address can begin another header.</summary>
public static partial class MailAddresses
{
    public const int Max = 20;

    /// <summary>The addresses, or null when one is none, there is none, or there are more than <see cref="Max"/>.</summary>
    public static IReadOnlyList<string>? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        return parts.Length <= Max && Array.TrueForAll(parts, IsValid) ? parts : null;
    }

    public static bool IsValid(string address) => Address().IsMatch(address);

    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*(?<=^.{1,64})@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex Address();
}
