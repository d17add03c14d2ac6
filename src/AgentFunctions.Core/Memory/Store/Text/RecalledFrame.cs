using System.Text.RegularExpressions;

namespace AgentFunctions.Core.Memory.Store.Text;

/// <summary>What is put around a text that is told again, and is no news: bullets and quotes, dates and clocks, counters, when it was learned, who is said to have said it. Linear time.</summary>
internal static class RecalledFrame
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;
    private const int MostOfLead = 80;
    private const int MostWordsOfLead = 6;
    private const int MostWordsOfBracket = 3;
    private const int MostSayings = 4;
    private const int MostOfSaying = 160;

    private const string Day = @"(mon|tues|wednes|thurs|fri|satur|sun)day";
    private const string Month = @"(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?";
    private const string Zone = @"(\s*(z|utc|gmt|cet|cest|[+-][0-9]{2}:?[0-9]{2}))?";
    private const string Hour = @"[0-9]{1,2}[:h][0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?(\s*(am|pm|a\.m\.|p\.m\.|uhr))?" + Zone;
    private const string Clock = @"([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}([t_ ,]{1,3}" + Hour + @")?|[0-9]{8}t[0-9]{4,6}z?|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}|" + Hour + @"|[0-9]{10,13}"
        + @"|[0-9]{1,2}(st|nd|rd|th|\.)?\s*(of\s+)?" + Month + @",?(\s+[0-9]{4})?|" + Month + @"\s+[0-9]{1,2}(st|nd|rd|th)?(,?\s*[0-9]{4})?|" + Day + ")";
    private const string Counter = @"((step|turn|note|message|msg|line|item|entry|record|memory|fact|no|nr|number|try|round)[.\s]*#?\s*[0-9]{1,9}|#[0-9]{1,9})";
    private const string Ordinal = @"[0-9]{1,9}\s?[.):\]|]";
    private const string Learned = "(learned|learnt|heard|seen|noted|noticed|observed|recorded|reported|stated|mentioned|confirmed|known|found|told|said|remembered)";
    private const string Told = @"(said|says|told|tells|wrote|writes|noted|notes|reported|reports|stated|states|mentioned|mentions|confirmed|confirms|claimed|claims|explained|explains)(\s+(to\s+)?(me|us|you))?";
    private const string Name = @"[\w.'’-]{1,40}(\s[\w.'’-]{1,40}){0,2}";
    private const string End = @"[\s.,;!?)\]""'’”]*$";
    private const string Word = @"((it\s+(was|is|has\s+been)\s+)?" + Learned + "|this went wrong before|user|assistant|agent|system|tool|human|ai|model|bot|customer|operator|i|we|you|as|at|on|of|in|by|from|to|that|says|say|saying|tells|me|us|wrote|writes|note|notes|"
        + "remember|recall|recalled|memory|fact|reminder|fyi|nb|re|fwd|info|debug|warning|log|summary|quote|again|before|earlier|previously|already|today|yesterday|now|so|and|also|then|update|since|utc|gmt|z|am|pm)";

    private static readonly Regex Lead = new($@"^(\(\s*{Clock}\s*(,[^()]*)?\)|\[\s*{Clock}\s*(,[^\[\]]*)?\]|({Clock}|{Counter}|{Ordinal}|{Word})([^\w]|$))", Options);
    private static readonly Regex Bracket = new(@"[(\[][^()\[\]]{1,80}[)\]]", Options);
    private static readonly Regex Trail = new($@"([(\[|–—]|\s-)\s*{Clock}\s*[)\]]?[\s.!""'”]*$", Options);
    private static readonly Regex Times = new($"{Clock}|{Counter}", Options);
    private static readonly Regex Opening = new(@"^.{0,79}?(:\s|[\]|)–—])", Options);

    private static readonly Regex LeadSaying = new($@"^((as\s+)?{Name}\s+{Told}|(according\s+to|as\s+per)\s+[^.,:;!?]{{1,60}})\s*[,:]\s*", Options);
    private static readonly Regex TrailSaying = new($@"([\s,;(\[–—-]+((according\s+to|as\s+per)\s+[^.,;!?()\[\]]{{1,60}}|as\s+{Name}\s+{Told}|{Learned}\s+((on|at)\s+)?{Clock})|[,;(–—-]\s*({Name}\s+{Told}|{Told}\s+{Name})){End}", Options);

    /// <summary>The text without it; empty where it is nothing else.</summary>
    public static string Strip(string text)
    {
        var rest = Bare(Bracket.Replace(text, static bracket => IsTime(bracket.Value) ? " " : bracket.Value));
        if (Opening.Match(rest) is { Success: true, Length: <= MostOfLead } opening && IsFrame(Times.Replace(opening.Value, " "), MostWordsOfLead)) rest = Bare(rest[opening.Length..]);
        return Trail.Replace(rest, "");
    }

    /// <summary>The text without who is said to have said it, and when it is said to have been learned, in front and behind. That may be what is new: only what keeps all that was given is the same without it.</summary>
    public static string StripSayings(string text)
    {
        for (var i = 0; i < MostSayings; i++)
        {
            var end = Math.Max(0, text.Length - MostOfSaying);
            var rest = TrailSaying.Match(text[end..]) is { Success: true } trail ? text[..(end + trail.Index)] : text;
            if (LeadSaying.Match(rest[..Math.Min(rest.Length, MostOfSaying)]) is { Success: true } lead) rest = Bare(rest[lead.Length..]);
            if (rest.Length == text.Length) break;
            text = rest;
        }

        return text;
    }

    /// <summary>A time, maybe with words like "seen" and counters.</summary>
    private static bool IsTime(string bracket) => Times.Replace(bracket, " ") is var rest && rest != bracket && IsFrame(rest, MostWordsOfBracket);

    private static bool IsFrame(string text, int most) => MemoryWords.Of(text) is var words && words.Count <= most && !words.Exists(static w => w.IsDecisive);

    private static string Bare(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var lead = Lead.Match(text[at..Math.Min(text.Length, at + MostOfLead)]);
            if (lead.Success) at += lead.Length;
            else if (!char.IsLetterOrDigit(text[at])) at++;
            else break;
        }

        return text[at..];
    }
}
