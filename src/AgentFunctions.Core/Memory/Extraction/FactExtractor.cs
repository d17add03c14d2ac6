using System.Text.RegularExpressions;
using AgentFunctions.Core.Memory.Search.Words;
using AgentFunctions.Core.Memory.Times;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Memory.Extraction;

/// <summary>Finds facts in messages by their form, without a model: statements, preferences, decisions. Deterministic. Text that memory gave out is never read.</summary>
public static class FactExtractor
{
    /// <summary>Most facts of one message.</summary>
    public const int MaxFacts = 20;

    private const string Employer = "employer";
    private const int MaxText = 32_768;
    private const int MaxSentence = 500;
    private const int MaxValue = 200;

    /// <summary>Words of an attribute that was named by somebody else.</summary>
    private const int MaxAttribute = 6;

    /// <summary>The facts, in the order of the messages and their sentences.</summary>
    public static IReadOnlyList<ExtractedFact> Extract(IEnumerable<ExtractionMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return [.. messages.Where(message => !message.IsRecalled).SelectMany(message => Of(message).Take(MaxFacts))];
    }

    /// <summary>A fact that somebody else found, in words of the message; null where they say nothing that is so, or are no fact's.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="quote">The words.</param>
    /// <param name="subject">Whom or what it is about.</param>
    /// <param name="attribute">What of it; folded to plain words.</param>
    /// <param name="value">Part of the quote.</param>
    /// <param name="message">Where it stands.</param>
    public static ExtractedFact? Quoted(ExtractedKind kind, string quote, string subject, string attribute, string value, ExtractionMessage message)
    {
        ArgumentNullException.ThrowIfNull(quote);
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(attribute);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(message);
        if (quote.Length is <= 3 or > MaxSentence || value.Length is 0 or > MaxValue || !SubjectNames.IsValid(subject) || FactPatterns.Unsure().IsMatch(quote)) return null;
        var words = TextWords.Split(attribute);
        if (words.Count is 0 or > MaxAttribute) return null;
        var named = kind switch { ExtractedKind.Decision => "decision", ExtractedKind.Preference => LikingOf(words), _ => string.Join(' ', words) };
        return new ExtractedFact(kind, quote, subject, named, value, EntitiesOf(quote), TimeReader.Read(quote, message.At), message);
    }

    private static IEnumerable<ExtractedFact> Of(ExtractionMessage message)
    {
        var text = RecalledText.Strip(message.Text.Length > MaxText ? message.Text[..MaxText] : message.Text).Replace('’', '\'');
        foreach (var part in FactPatterns.SentenceEnd().Split(text))
        {
            var sentence = part.Trim();
            if (sentence.Length is <= 3 or > MaxSentence || FactPatterns.Unsure().IsMatch(sentence))
                continue;
            foreach (var clause in FactPatterns.ClauseEnd().Split(sentence))
            {
                if (clause.Length > 3 && !FactPatterns.Unsure().IsMatch(clause) && Read(clause, message) is { } fact)
                    yield return fact;
            }
        }
    }

    private static ExtractedFact? Read(string sentence, ExtractionMessage message)
    {
        var plain = sentence.TrimEnd('.', '!', ' ');
        if (FactPatterns.Decision().Match(plain) is { Success: true } decision)
            return Fact(ExtractedKind.Decision, sentence, message.Speaker, "decision", decision, message);
        if (FactPatterns.Favorite().Match(plain) is { Success: true } favorite)
            return Fact(ExtractedKind.Preference, sentence, message.Speaker, Attribute(favorite), favorite, message);
        if (FactPatterns.Preference().Match(plain) is { Success: true } preference)
            return Fact(ExtractedKind.Preference, sentence, message.Speaker, Liking(Attribute(preference)), preference, message);
        if (FactPatterns.Theirs().Match(plain) is { Success: true } theirs)
            return Fact(ExtractedKind.Statement, sentence, theirs.Groups["subject"].Value.Trim(), Attribute(theirs), theirs, message);
        if (FactPatterns.Mine().Match(plain) is { Success: true } mine)
            return Fact(ExtractedKind.Statement, sentence, message.Speaker, Attribute(mine), mine, message);
        if (FactPatterns.Self().Match(plain) is not { Success: true } self)
            return null;
        var attribute = OfVerb(self.Groups["verb"].Value.ToUpperInvariant());
        var fact = Fact(ExtractedKind.Statement, sentence, message.Speaker, attribute, self, message);
        return attribute == Employer && fact is not null && FactPatterns.Role().Replace(fact.Value, "") is { Length: > 0 } place ? fact with { Value = place } : fact;
    }

    private static ExtractedFact? Fact(ExtractedKind kind, string sentence, string subject, string attribute, Match match, ExtractionMessage message)
    {
        var value = FactPatterns.Tail().Replace(match.Groups["value"].Value, "").Trim().Trim('"', '\'');
        // "is not …" denies a value and names none.
        if (value.Length is 0 or > MaxValue || value.StartsWith("not ", StringComparison.OrdinalIgnoreCase))
            return null;
        return new ExtractedFact(kind, sentence, subject, attribute, value, EntitiesOf(sentence), TimeReader.Read(sentence, message.At), message);
    }

    private static List<string> EntitiesOf(string sentence) => [.. EntityNames.In(sentence).Select(name => string.Join(' ', TextWords.Split(name))).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>A liking by its verb, whatever form it has; anything else is an attribute like others.</summary>
    private static string LikingOf(List<string> words) => words is [var verb] ? verb switch
    {
        "like" or "likes" or "love" or "loves" or "enjoy" or "enjoys" => "likes",
        "dislike" or "dislikes" or "hate" or "hates" or "avoid" or "avoids" => "dislikes",
        "prefer" or "prefers" => "prefers",
        _ => verb,
    } : string.Join(' ', words);

    private static string Attribute(Match match) => string.Join(' ', TextWords.Split(match.Groups["attribute"].Value.Replace("'", "", StringComparison.Ordinal)));

    private static string Liking(string verb) => verb switch
    {
        "hate" or "dislike" or "cant stand" or "dont like" or "do not like" or "avoid" => "dislikes",
        "prefer" => "prefers",
        _ => "likes",
    };

    private static string OfVerb(string verb) => verb switch
    {
        "LIVE IN" or "LIVING IN" or "MOVED TO" => "home",
        "WORK AS" or "WORKING AS" => "occupation",
        "WORK FOR" or "WORK AT" or "WORKING FOR" or "WORKING AT" => Employer,
        "WAS BORN IN" or "WAS BORN ON" => "birth",
        "ALLERGIC TO" => "allergy",
        "MARRIED TO" => "spouse",
        "CALLED" or "NAMED" => "name",
        _ => "origin",
    };
}
