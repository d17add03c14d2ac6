namespace AgentFunctions.Core.Usage.Folding;

/// <summary>Which rows an event is in.</summary>
internal static class RollupKeys
{
    private const int MaxTags = 16;
    private const int MaxText = 512;

    public static IEnumerable<RollupKey> Of(UsageEvent value)
    {
        var subject = value.Subject;
        var dimensions = RollupDimensions.Of(value);
        yield return Create(RollupLevel.Minute, RollupFamily.Base, null, null);
        if (RollupTime.IsNearMonthEnd(subject.At)) yield return Create(RollupLevel.Quarter, RollupFamily.Base, null, null);
        yield return Create(RollupLevel.Day, RollupFamily.Base, null, null);
        yield return Create(RollupLevel.Hour, RollupFamily.Base, null, null);
        if (!string.IsNullOrEmpty(subject.Run)) yield return Create(RollupLevel.Hour, RollupFamily.Run, null, subject.Run);
        if (!string.IsNullOrEmpty(subject.Session)) yield return Create(RollupLevel.Hour, RollupFamily.Session, null, subject.Session);
        if (!string.IsNullOrEmpty(subject.EndUser)) yield return Create(RollupLevel.Hour, RollupFamily.EndUser, null, subject.EndUser);
        if (subject.Tags is not { Count: > 0 } tags) yield break;

        // Ordinal, so that every process takes the same ones.
        foreach (var (name, text) in tags.OrderBy(static t => t.Key, StringComparer.Ordinal).Take(MaxTags)) yield return Create(RollupLevel.Hour, RollupFamily.Tag, name, text);

        RollupKey Create(RollupLevel level, RollupFamily family, string? name, string? text) => new(level, RollupTime.Floor(level, subject.At), family, Cut(name), Cut(text), dimensions);
    }

    /// <summary>A text as rows hold it.</summary>
    public static string? Cut(string? text)
    {
        if (text is null || text.Length <= MaxText) return text;
        return char.IsHighSurrogate(text[MaxText - 1]) ? text[..(MaxText - 1)] : text[..MaxText];
    }
}
