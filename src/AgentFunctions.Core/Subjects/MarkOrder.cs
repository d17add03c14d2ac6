namespace AgentFunctions.Core.Subjects;

/// <summary>The canonical combining class of the marks that names are written with (Unicode, <c>UnicodeData.txt</c>); 0 for everything else.</summary>
internal static class MarkOrder
{
    public static int Of(char c) => c switch
    {
        < '\u0300' => 0,
        '\u034f' => 0,
        >= '\u0334' and <= '\u0338' => 1,
        >= '\u3099' and <= '\u309a' => 8,
        >= '\u0321' and <= '\u0322' or >= '\u0327' and <= '\u0328' => 202,
        '\u031b' => 216,
        >= '\u0316' and <= '\u0319' or >= '\u031c' and <= '\u0320' or >= '\u0323' and <= '\u0326' or >= '\u0329' and <= '\u0333' or >= '\u0339' and <= '\u033c' or >= '\u0347' and <= '\u0349' or >= '\u034d' and <= '\u034e' or >= '\u0353' and <= '\u0356' or >= '\u0359' and <= '\u035a' => 220,
        '\u0315' or '\u031a' or '\u0358' => 232,
        '\u035c' or '\u035f' or '\u0362' => 233,
        >= '\u035d' and <= '\u035e' or >= '\u0360' and <= '\u0361' => 234,
        '\u0345' => 240,
        <= '\u036f' => 230,
        _ => 0,
    };
}
