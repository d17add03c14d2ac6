using System.Text.RegularExpressions;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Memory.Search.Words;

/// <summary>
/// What people are called by. An address (<c>yan@example.com</c>) and an id with digits (<c>cust-17</c>) is one name: others at that place, or of that kind, are not meant by it. What stands before the @ of an address names its
/// owner too, word by word unless it is an id.
/// </summary>
internal static partial class PersonNames
{
    private const int Max = 32;

    /// <summary>The addresses and ids in a text, folded, each once.</summary>
    public static IReadOnlyList<string> HandlesIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. Handle().Matches(text).Select(static match => SubjectNames.Fold(match.Value)).Where(IsHandle).Distinct(StringComparer.Ordinal).Take(Max)];
    }

    /// <summary>Each of what names the person alone, folded: whole addresses and ids, and words.</summary>
    public static IReadOnlyList<string> Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var handle = SubjectNames.Fold(name);
        if (!IsHandle(handle) || Handle().Match(handle) is not { Success: true } match || match.Length != handle.Length) return TextWords.Split(name);
        if (handle.IndexOf('@', StringComparison.Ordinal) is not (var at and > 0)) return [handle];
        var local = handle[..at];
        return IsHandle(local) ? [handle, local] : [handle, .. TextWords.Split(local)];
    }

    /// <summary>Whether it is one name although it has several words.</summary>
    private static bool IsHandle(string text) => text.Contains('@', StringComparison.Ordinal) || (text.AsSpan().ContainsAny(".-_") && text.AsSpan().ContainsAnyInRange('0', '9'));

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{M}\p{N}._%+-]*(@[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}.-]*[\p{L}\p{N}])?|(?<=[\p{L}\p{M}\p{N}]))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Handle();
}
