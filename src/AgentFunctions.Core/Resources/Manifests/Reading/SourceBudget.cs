using System.Globalization;

namespace AgentFunctions.Core.Resources.Manifests.Reading;

/// <summary>What is left of <see cref="SourceLimits"/> while a file is read.</summary>
internal sealed class SourceBudget
{
    private long _nodes = SourceLimits.MaxNodes;
    private long _weight = SourceLimits.MaxWeight;

    /// <summary>Takes one value, or with an alias all that it stands for.</summary>
    public void Take(long nodes, long weight, SourceLocation at)
    {
        _nodes -= nodes;
        _weight -= weight;
        if (_nodes < 0) throw new SourceException(at, $"has more than {SourceLimits.MaxNodes.ToString(CultureInfo.InvariantCulture)} values with its aliases written out: use fewer aliases, or more files");
        if (_weight < 0) throw new SourceException(at, $"is larger than {SourceLimits.MaxWeight.ToString(CultureInfo.InvariantCulture)} characters with its aliases written out: use fewer aliases, or more files");
    }

    public static void CheckDepth(int depth, SourceLocation at)
    {
        if (depth > SourceLimits.MaxFileDepth) throw new SourceException(at, $"is nested too deeply: a resource has at most {SourceLimits.MaxDepth} levels");
    }
}
