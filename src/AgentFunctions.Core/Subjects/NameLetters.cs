using System.Collections.Frozen;
using System.Text;

namespace AgentFunctions.Core.Subjects;

/// <summary>
/// One way of writing a letter where there are several: lower case, marks in their canonical order and with the letter before them, as NFC has it. By a table of Latin, Greek and Cyrillic letters, kana and the rule for Hangul: the
/// runtime's normalization leaves text as it is where it runs without ICU.
/// </summary>
internal static class NameLetters
{
    private const char FirstFullWidth = '\uff01';
    private const char LastFullWidth = '\uff5e';

    /// <summary>Lower-case letters with a mark, in the order of <see cref="Bases"/> and <see cref="Marks"/>.</summary>
    private const string Composed = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿāăąćĉċčďēĕėęěĝğġģĥĩīĭįĵķĺļľńņňōŏőŕŗřśŝşšţťũūŭůűųŵŷźżžơưǎǐǒǔǖǘǚǜǟǡǣǧǩǫǭǯǰǵǹǻǽǿȁȃȅȇȉȋȍȏȑȓȕȗșțȟȧȩȫȭȯȱȳḁḃḅḇḉḋḍḏḑḓḕḗḙḛḝḟḡḣḥḧḩḫḭḯḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓṕṗṙṛṝṟṡṣṥṧṩṫṭṯṱṳṵṷṹṻṽṿẁẃẅẇẉẋẍẏẑẓẕẖẗẘẙẛạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹάέήίόύώϊϋΐΰйёїўѓќѐѝがぎぐげござじずぜぞだぢづでどばびぶべぼガギグゲゴザジズゼゾダヂヅデドバビブベボゔヴぱぴぷぺぽパピプペポ";
    private const string Bases = "aaaaaaceeeeiiiinooooouuuuyyaaaccccdeeeeegggghiiiijklllnnnooorrrssssttuuuuuuwyzzzouaiouüüüüäȧægkoǫʒjgnåæøaaeeiioorruusthaeöõoȯyabbbçdddddēēeeȩfghhhhhiïkkklḷllmmmnnnnõõōōpprrṛrssśšṣttttuuuũūvvwwwwwxxyzzzhtwyſaaââââạăăăăạeeeêêêêẹiiooôôôôọơơơơơuuưưưưưyyyyαεηιουωιυϊϋиеіугкеиかきくけこさしすせそたちつてとはひふへほカキクケコサシスセソタチツテトハヒフヘホうウはひふへほハヒフヘホ";
    private const string Marks = "\u0300\u0301\u0302\u0303\u0308\u030a\u0327\u0300\u0301\u0302\u0308\u0300\u0301\u0302\u0308\u0303\u0300\u0301\u0302\u0303\u0308\u0300\u0301\u0302\u0308\u0301\u0308\u0304\u0306\u0328\u0301\u0302\u0307\u030c\u030c\u0304\u0306\u0307\u0328\u030c\u0302\u0306\u0307\u0327\u0302\u0303\u0304\u0306\u0328\u0302\u0327\u0301\u0327\u030c\u0301\u0327\u030c\u0304\u0306\u030b\u0301\u0327\u030c\u0301\u0302\u0327\u030c\u0327\u030c\u0303\u0304\u0306\u030a\u030b\u0328\u0302\u0302\u0301\u0307\u030c\u031b\u031b\u030c\u030c\u030c\u030c\u0304\u0301\u030c\u0300\u0304\u0304\u0304\u030c\u030c\u0328\u0304\u030c\u030c\u0301\u0300\u0301\u0301\u0301\u030f\u0311\u030f\u0311\u030f\u0311\u030f\u0311\u030f\u0311\u030f\u0311\u0326\u0326\u030c\u0307\u0327\u0304\u0304\u0307\u0304\u0304\u0325\u0307\u0323\u0331\u0301\u0307\u0323\u0331\u0327\u032d\u0300\u0301\u032d\u0330\u0306\u0307\u0304\u0307\u0323\u0308\u0327\u032e\u0330\u0301\u0301\u0323\u0331\u0323\u0304\u0331\u032d\u0301\u0307\u0323\u0307\u0323\u0331\u032d\u0301\u0308\u0300\u0301\u0301\u0307\u0307\u0323\u0304\u0331\u0307\u0323\u0307\u0307\u0307\u0307\u0323\u0331\u032d\u0324\u0330\u032d\u0301\u0308\u0303\u0323\u0300\u0301\u0308\u0307\u0323\u0307\u0308\u0307\u0302\u0323\u0331\u0331\u0308\u030a\u030a\u0307\u0323\u0309\u0301\u0300\u0309\u0303\u0302\u0301\u0300\u0309\u0303\u0306\u0323\u0309\u0303\u0301\u0300\u0309\u0303\u0302\u0309\u0323\u0323\u0309\u0301\u0300\u0309\u0303\u0302\u0301\u0300\u0309\u0303\u0323\u0323\u0309\u0301\u0300\u0309\u0303\u0323\u0300\u0323\u0309\u0303\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0308\u0308\u0301\u0301\u0306\u0308\u0308\u0306\u0301\u0301\u0300\u0300\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u3099\u309a\u309a\u309a\u309a\u309a\u309a\u309a\u309a\u309a\u309a";

    private const char FirstLead = '\u1100';
    private const char FirstVowel = '\u1161';
    private const char BeforeTail = '\u11a7';
    private const char FirstSyllable = '\uac00';
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;

    private static readonly FrozenDictionary<(char Base, char Mark), char> Pairs =
        Enumerable.Range(0, Composed.Length).ToFrozenDictionary(static i => (Bases[i], Marks[i]), static i => Composed[i]);

    private static readonly FrozenDictionary<char, (char Base, char Mark)> Parts =
        Enumerable.Range(0, Composed.Length).ToFrozenDictionary(static i => Composed[i], static i => (Bases[i], Marks[i]));

    /// <summary>Appends a letter in lower case; full-width forms as the letters they are. The whole is then to be <see cref="Compose"/>d.</summary>
    public static void Append(StringBuilder text, Rune rune)
    {
        switch (rune.Value)
        {
            // At the end of words, or not.
            case '\u03c2' or '\u03a3':
                text.Append('\u03c3');
                break;
            case '\u0130':
                text.Append("i\u0307");
                break;
            case >= FirstFullWidth and <= LastFullWidth:
                text.Append(char.ToLowerInvariant((char)(rune.Value - FirstFullWidth + '!')));
                break;
            default:
                text.Append(Rune.ToLowerInvariant(rune).ToString());
                break;
        }
    }

    /// <summary>The letters with their marks.</summary>
    public static string Compose(StringBuilder lower)
    {
        List<char> letters = [];
        for (var i = 0; i < lower.Length; i++) Decompose(letters, lower[i]);
        var text = new StringBuilder(letters.Count);
        var (starter, last) = (-1, 0);
        foreach (var c in letters)
        {
            var order = MarkOrder.Of(c);
            if (starter >= 0 && (last == 0 ? starter == text.Length - 1 : last < order) && Pair(text[starter], c) is { } composed)
            {
                text[starter] = composed;
                continue;
            }

            if (order == 0) starter = text.Length;
            last = order;
            text.Append(c);
        }

        return text.ToString();
    }

    private static void Decompose(List<char> letters, char c)
    {
        if (Parts.TryGetValue(c, out var parts))
        {
            Decompose(letters, parts.Base);
            c = parts.Mark;
        }

        // Marks of one order stay as they are written: that is another letter.
        var (at, order) = (letters.Count, MarkOrder.Of(c));
        while (order > 0 && at > 0 && MarkOrder.Of(letters[at - 1]) > order) at--;
        letters.Insert(at, c);
    }

    private static char? Pair(char before, char c)
    {
        if (Pairs.TryGetValue((before, c), out var composed)) return composed;
        if (before is >= FirstLead and < (char)(FirstLead + Leads) && c is >= FirstVowel and < (char)(FirstVowel + Vowels))
            return (char)(FirstSyllable + ((((before - FirstLead) * Vowels) + (c - FirstVowel)) * Tails));
        return before is >= FirstSyllable and < (char)(FirstSyllable + (Leads * Vowels * Tails)) && (before - FirstSyllable) % Tails == 0 && c is > BeforeTail and < (char)(BeforeTail + Tails) ? (char)(before + (c - BeforeTail)) : null;
    }
}
