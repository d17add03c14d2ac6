namespace AgentFunctions.Core.Usage.Reading;

/// <summary>What one row of an answer stands for.</summary>
internal sealed class UsageGroup(long begin, string?[] values) : IEquatable<UsageGroup>, IComparable<UsageGroup>
{
    public long Begin => begin;

    /// <summary>In the order of the query's dimensions.</summary>
    public string?[] Values => values;

    public bool Equals(UsageGroup? other) => other is not null && CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as UsageGroup);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(begin);
        foreach (var value in values) hash.Add(value, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <summary>By time, then by values; without one first.</summary>
    public int CompareTo(UsageGroup? other)
    {
        if (other is null) return 1;
        var order = begin.CompareTo(other.Begin);
        for (var i = 0; order == 0 && i < values.Length; i++) order = string.CompareOrdinal(values[i], other.Values[i]);
        return order;
    }
}
