using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace AgentFunctions.Http.Approvals.Pages;

/// <summary>Text of others on a page.</summary>
internal static class PageText
{
    /// <summary>
    /// Encoded for HTML, with everything that cannot be seen (controls, marks of direction, joiners, blanks of other widths) as an escape: what is read is what there is, and not what the text makes of the page.
    /// </summary>
    public static string Encode(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or ' ' || !IsHidden(rune)) visible.Append(rune.ToString());
            else foreach (var unit in rune.ToString()) visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        }

        return HtmlEncoder.Default.Encode(visible.ToString());
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate
        || rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or 0x034F or 0x2800;
}
