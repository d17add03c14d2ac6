using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Reading;

/// <summary>The ids a query may return, as a half-open range of the index: from <paramref name="From"/> on, up to but not including <paramref name="Before"/>. Ordinal, like the index.</summary>
internal readonly record struct IdRange(string From, string Before)
{
    /// <summary>Sorts before every character of an id: appended, it is the first text behind an id.</summary>
    private const char BelowIdCharacters = '\u0001';

    /// <summary>Sorts behind every character of an id: appended to a prefix, it is behind all that begin with it.</summary>
    private const char AboveIdCharacters = '\u007f';

    /// <summary>What prefix and start leave.</summary>
    public static IdRange Of(DocumentQuery query)
    {
        var prefix = query.IdPrefix ?? "";
        var range = new IdRange(prefix, prefix + AboveIdCharacters);
        return string.IsNullOrEmpty(query.IdAfter) ? range : range.Behind(query.IdAfter, descending: false);
    }

    /// <summary>What is left of it behind <paramref name="id"/> in the direction of a walk.</summary>
    public IdRange Behind(string id, bool descending)
    {
        if (descending)
            return this with { Before = Smaller(Before, id) };
        var next = id + BelowIdCharacters;
        return this with { From = string.CompareOrdinal(From, next) >= 0 ? From : next };
    }

    private static string Smaller(string x, string y) => string.CompareOrdinal(x, y) <= 0 ? x : y;
}
