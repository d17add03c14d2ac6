using System.Collections.Frozen;

namespace AgentFunctions.Core.Identity;

/// <summary>Which teams' things a caller may see. What belongs to no team is seen only by who sees all.</summary>
public readonly struct TeamFilter
{
    private readonly FrozenSet<string>? _teams;

    internal TeamFilter(bool all, FrozenSet<string>? teams)
    {
        IsAll = all;
        _teams = teams;
    }

    /// <summary>The whole tenant, things of no team included.</summary>
    public bool IsAll { get; }

    /// <summary>Teams by id, where it is not all.</summary>
    public IReadOnlyCollection<string> Teams => _teams is null ? [] : _teams;

    public bool Includes(string? team) => IsAll || (team is not null && _teams?.Contains(team) == true);
}
