using System.Globalization;

namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary><see cref="CharKinds"/> of a unit.</summary>
internal static class CharKindTable
{
    private const int AsciiEnd = 128;
    private static readonly CharKinds[] Ascii = [.. Enumerable.Range(0, AsciiEnd).Select(static c => Classify((char)c))];

    public static CharKinds Of(char c) => c < AsciiEnd ? Ascii[c] : Classify(c);

    private static CharKinds Classify(char c)
    {
        var more = c is '\r' or '\n' or '/' ? CharKinds.LineOrSlash : CharKinds.None;
        if (char.IsWhiteSpace(c)) return CharKinds.Space | more;
        return char.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => CharKinds.Letter,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => CharKinds.Letter | CharKinds.Sign,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharKinds.None,
            _ => CharKinds.Sign | more,
        };
    }
}
