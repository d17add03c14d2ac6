namespace AgentFunctions.Core.Memory.Search.Ranking;

/// <summary>Whether two records say the same in nearly the same words: the second tells a reader nothing.</summary>
internal static class Duplicates
{
    private const double SharedWords = 0.9;

    /// <summary>A text of one or two words is no statement: "yes" twice are two answers.</summary>
    private const int FewestWords = 3;

    public static bool AreSame(RankedRecord one, RankedRecord other)
    {
        if (one.Record.Text == other.Record.Text && one.Record.Speaker == other.Record.Speaker)
            return true;
        var (x, y) = (one.Words.Weights, other.Words.Weights);
        if (Math.Min(x.Count, y.Count) < FewestWords || one.Record.Speaker != other.Record.Speaker || Math.Min(x.Count, y.Count) < SharedWords * Math.Max(x.Count, y.Count))
            return false;
        var shared = x.Keys.Count(y.ContainsKey);
        return shared >= SharedWords * (x.Count + y.Count - shared);
    }
}
