using System.Text.RegularExpressions;

namespace AgentFunctions.Core.Memory.Extraction;

/// <summary>The sentences that are understood. Few and plain on purpose: what is not said in one of these forms is not guessed at.</summary>
internal static partial class FactPatterns
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const int Timeout = 1_000;

    /// <summary>A sentence that does not say that something is so.</summary>
    [GeneratedRegex(@"\?\s*$|^(if|what if|maybe|perhaps|imagine|suppose|say|pretend)\b|\b(would|could|might|if only|wish)\b", Options, Timeout)]
    public static partial Regex Unsure();

    /// <summary>"we decided to …", "decision: …", "let's go with …".</summary>
    [GeneratedRegex(@"^(?:.{0,40}?\b)?(?:(?:we|i)(?:'ve| have)? (?:decided|agreed|chose|chosen|settled)(?: (?:to|on|that|upon))?|decision:|we(?:'re| are) going with|let's go with|we(?:'ll| will) use) (?<value>.+)$", Options, Timeout)]
    public static partial Regex Decision();

    /// <summary>"my favorite colour is …".</summary>
    [GeneratedRegex(@"\bmy (?<attribute>favou?rite [\p{L} ]{2,40}?) (?:is|are|was) (?<value>.+)$", Options, Timeout)]
    public static partial Regex Favorite();

    /// <summary>"I prefer …", "I don't like …".</summary>
    [GeneratedRegex(@"\bi (?:(?:really|just|also|absolutely|always) )?(?<attribute>prefer|love|like|enjoy|hate|dislike|can't stand|don't like|do not like|avoid) (?<value>.+)$", Options, Timeout)]
    public static partial Regex Preference();

    /// <summary>"my home city is …".</summary>
    [GeneratedRegex(@"\bmy (?<attribute>[\p{L}-]+(?: [\p{L}-]+){0,3}?)(?:'s name)? (?:is|are|'s) (?:now |called |named )?(?<value>.+)$", Options, Timeout)]
    public static partial Regex Mine();

    /// <summary>"Anna's manager is …"; "the port of the gateway is …".</summary>
    [GeneratedRegex(@"^(?:the (?<attribute>[\p{L}-]+(?: [\p{L}-]+){0,3}) of (?<subject>[\p{L}\p{N}][\p{L}\p{N} -]{0,60}?)|(?<subject>\p{L}[\p{L}\p{N} -]{0,40}?)'s (?<attribute>[\p{L}-]+(?: [\p{L}-]+){0,3}?)) (?:is|are) (?:now )?(?<value>.+)$", Options, Timeout)]
    public static partial Regex Theirs();

    /// <summary>"I live in …", "I work for …".</summary>
    [GeneratedRegex(@"\b(?:i|i've|i'm|i am|i have)\s(?:(?:just|now|recently|currently) )?(?<verb>live in|living in|moved to|work for|work at|working for|working at|work as|working as|was born in|was born on|come from|from|allergic to|married to|called|named) (?<value>.+)$", Options, Timeout)]
    public static partial Regex Self();

    /// <summary>Where a value ends: the clause is over.</summary>
    [GeneratedRegex(@"\s*(?:[,;:()]|\s[-–—]\s|\b(?:but|because|although|so that|which|and i|and we|since|when)\b).*$", Options, Timeout)]
    public static partial Regex Tail();

    /// <summary>"… and I am …": somebody says another thing of themselves in the same sentence.</summary>
    [GeneratedRegex(@"(?:\s*[,;]\s*(?:(?:and|but|so)\s+)?|\s+(?:and|but)\s+)(?=(?:i|i'm|i've|we|we've|my)\s)", Options, Timeout)]
    public static partial Regex ClauseEnd();

    /// <summary>"… as an engineer", after where somebody works.</summary>
    [GeneratedRegex(@"\s+as\s+(?:an?|the|our|their)\s.*$", Options, Timeout)]
    public static partial Regex Role();

    [GeneratedRegex(@"(?<=[.!?])\s+|[\r\n]+", Options, Timeout)]
    public static partial Regex SentenceEnd();
}
