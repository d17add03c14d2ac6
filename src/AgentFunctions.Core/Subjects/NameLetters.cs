using System.Collections.Frozen;
using System.Text;

namespace AgentFunctions.Core.Subjects;

/// <summary>One way of writing a letter where there are several. By a table: the runtime's normalization leaves text as it is where it runs without ICU.</summary>
internal static class NameLetters
{
    private const char FirstFullWidth = '\uff01';
    private const char LastFullWidth = '\uff5e';

    /// <summary>Lower-case Latin letters with a mark, in the order of <see cref="Bases"/> and <see cref="Marks"/>.</summary>
    private const string Composed = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿāăąćĉċčďēĕėęěĝğġģĥĩīĭįĵķĺļľńņňōŏőŕŗřśŝşšţťũūŭůűųŵŷźżžơưǎǐǒǔǖǘǚǜǟǡǣǧǩǫǭǯǰǵǹǻǽǿȁȃȅȇȉȋȍȏȑȓȕȗșțȟȧȩȫȭȯȱȳḁḃḅḇḉḋḍḏḑḓḕḗḙḛḝḟḡḣḥḧḩḫḭḯḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓṕṗṙṛṝṟṡṣṥṧṩṫṭṯṱṳṵṷṹṻṽṿẁẃẅẇẉẋẍẏẑẓẕẖẗẘẙẛạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ";
    private const string Bases = "aaaaaaceeeeiiiinooooouuuuyyaaaccccdeeeeegggghiiiijklllnnnooorrrssssttuuuuuuwyzzzouaiouüüüüäȧægkoǫʒjgnåæøaaeeiioorruusthaeöõoȯyabbbçdddddēēeeȩfghhhhhiïkkklḷllmmmnnnnõõōōpprrṛrssśšṣttttuuuũūvvwwwwwxxyzzzhtwyſaaââââạăăăăạeeeêêêêẹiiooôôôôọơơơơơuuưưưưưyyyy";
    private const string Marks = "\u0300\u0301\u0302\u0303\u0308\u030a\u0327\u0300\u0301\u0302\u0308\u0300\u0301\u0302\u0308\u0303\u0300\u0301\u0302\u0303\u0308\u0300\u0301\u0302\u0308\u0301\u0308\u0304\u0306\u0328\u0301\u0302\u0307\u030c\u030c\u0304\u0306\u0307\u0328\u030c\u0302\u0306\u0307\u0327\u0302\u0303\u0304\u0306\u0328\u0302\u0327\u0301\u0327\u030c\u0301\u0327\u030c\u0304\u0306\u030b\u0301\u0327\u030c\u0301\u0302\u0327\u030c\u0327\u030c\u0303\u0304\u0306\u030a\u030b\u0328\u0302\u0302\u0301\u0307\u030c\u031b\u031b\u030c\u030c\u030c\u030c\u0304\u0301\u030c\u0300\u0304\u0304\u0304\u030c\u030c\u0328\u0304\u030c\u030c\u0301\u0300\u0301\u0301\u0301\u030f\u0311\u030f\u0311\u030f\u0311\u030f\u0311\u030f\u0311\u030f\u0311\u0326\u0326\u030c\u0307\u0327\u0304\u0304\u0307\u0304\u0304\u0325\u0307\u0323\u0331\u0301\u0307\u0323\u0331\u0327\u032d\u0300\u0301\u032d\u0330\u0306\u0307\u0304\u0307\u0323\u0308\u0327\u032e\u0330\u0301\u0301\u0323\u0331\u0323\u0304\u0331\u032d\u0301\u0307\u0323\u0307\u0323\u0331\u032d\u0301\u0308\u0300\u0301\u0301\u0307\u0307\u0323\u0304\u0331\u0307\u0323\u0307\u0307\u0307\u0307\u0323\u0331\u032d\u0324\u0330\u032d\u0301\u0308\u0303\u0323\u0300\u0301\u0308\u0307\u0323\u0307\u0308\u0307\u0302\u0323\u0331\u0331\u0308\u030a\u030a\u0307\u0323\u0309\u0301\u0300\u0309\u0303\u0302\u0301\u0300\u0309\u0303\u0306\u0323\u0309\u0303\u0301\u0300\u0309\u0303\u0302\u0309\u0323\u0323\u0309\u0301\u0300\u0309\u0303\u0302\u0301\u0300\u0309\u0303\u0323\u0323\u0309\u0301\u0300\u0309\u0303\u0323\u0300\u0323\u0309\u0303";

    private static readonly FrozenDictionary<(char Base, char Mark), char> Pairs =
        Enumerable.Range(0, Composed.Length).ToFrozenDictionary(static i => (Bases[i], Marks[i]), static i => Composed[i]);

    /// <summary>Appends a letter in lower case; full-width forms as the letters they are, a mark with the letter before it.</summary>
    public static void Append(StringBuilder text, char c)
    {
        var letter = char.ToLowerInvariant(c is >= FirstFullWidth and <= LastFullWidth ? (char)(c - FirstFullWidth + '!') : c);
        if (text.Length > 0 && Pairs.TryGetValue((text[^1], letter), out var composed)) text[^1] = composed;
        else text.Append(letter);
    }
}
