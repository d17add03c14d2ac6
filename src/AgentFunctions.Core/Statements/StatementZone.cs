using System.Text.RegularExpressions;

namespace AgentFunctions.Core.Statements;

/// <summary>Time zones by their IANA names.</summary>
internal static partial class StatementZone
{
    public const string Utc = "UTC";
    public const string Unknown = "must be the IANA name of a time zone, such as Europe/Berlin or UTC";

    /// <summary>The zone, or null. Names go to the system's files, so nothing but names is let through.</summary>
    public static TimeZoneInfo? Find(string name) => Name().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+-]{0,31}(?:/[A-Za-z][A-Za-z0-9_+-]{0,31}){0,2}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex Name();
}
