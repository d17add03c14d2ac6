using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Memory.Store.Usage;

/// <summary>What a verified outcome does to a record. Documented in docs/memory-records.md.</summary>
internal static class MemoryTrial
{
    /// <summary>So many failures with nothing good, and it is given out as a warning at most.</summary>
    public const int FailuresToDemote = 3;

    /// <summary>From so many outcomes on, a record that mostly failed is demoted whatever good it did.</summary>
    public const int OutcomesToJudge = 5;
    public const double DemoteBelow = 0.4;

    /// <summary>A demoted record is given out again once it is believed to help more often than not.</summary>
    public const double RestoreFrom = 0.6;

    public static MemoryRecord Move(MemoryRecord record, bool isSuccess)
    {
        var before = record.Usefulness;
        var after = isSuccess ? before with { Successes = before.Successes + 1 } : before with { Failures = before.Failures + 1 };
        return Sign(record with { Usefulness = after, State = StateOf(record.State, after) });
    }

    /// <summary>An experience warns while it went wrong more often than well: one outcome by chance turns neither what works into a warning nor what does not into advice.</summary>
    public static MemoryRecord Sign(MemoryRecord record) => IsExperience(record) ? record with { IsNegative = record.Usefulness.Failures > record.Usefulness.Successes } : record;

    public static bool IsExperience(MemoryRecord record) => record.Sources is [{ Kind: MemorySourceKind.Experience }, ..];

    /// <summary>Given out as a warning: that a run which was warned went well says nothing for what it was warned of.</summary>
    public static bool IsWarning(MemoryRecord record) => record.IsNegative || record.State == MemoryState.Demoted;

    private static MemoryState StateOf(MemoryState state, Usefulness usefulness)
    {
        if (state == MemoryState.Active && IsBad(usefulness)) return MemoryState.Demoted;
        return state == MemoryState.Demoted && usefulness.Mean >= RestoreFrom ? MemoryState.Active : state;
    }

    /// <summary>What a record that begins with such outcomes is given out as.</summary>
    public static MemoryState Begin(Usefulness usefulness) => IsBad(usefulness) ? MemoryState.Demoted : MemoryState.Active;

    private static bool IsBad(Usefulness usefulness) =>
        (usefulness.Successes <= 0 && usefulness.Failures >= FailuresToDemote) || (usefulness.Successes + usefulness.Failures >= OutcomesToJudge && usefulness.Mean < DemoteBelow);
}
