using AgentFunctions.Core.Usage.Folding;

namespace AgentFunctions.Core.Usage.Reading;

/// <summary>A question about usage, checked: it can be answered.</summary>
public sealed record UsageQuery
{
    /// <summary>Begin, rounded down to what the granularity needs.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End, not included, rounded up.</summary>
    public required DateTimeOffset To { get; init; }

    public UsageGranularity Granularity { get; init; }

    /// <summary>Told apart by; empty for one sum.</summary>
    public IReadOnlyList<UsageDimension> By { get; init; } = [];

    /// <summary>Only these values; several of one dimension are alternatives.</summary>
    public IReadOnlyDictionary<UsageDimension, IReadOnlyList<string>> Filters { get; init; } = new Dictionary<UsageDimension, IReadOnlyList<string>>();

    /// <summary>Name of the tag that <see cref="UsageDimension.Tag"/> speaks of.</summary>
    public string? Tag { get; init; }

    /// <summary>So many groups, the dearest; what is left is one more.</summary>
    public int? Top { get; init; }

    /// <summary>Which rows hold the answer.</summary>
    internal RollupFamily Family
    {
        get
        {
            if (Tag is not null) return RollupFamily.Tag;
            foreach (var dimension in By.Concat(Filters.Keys))
            {
                if (UsageDimensions.IsSingle(dimension)) return UsageDimensions.Family(dimension);
            }

            return RollupFamily.Base;
        }
    }
}
