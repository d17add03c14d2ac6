namespace AgentFunctions.Core.Memory.Store.Storage;

/// <summary>To whom a record was given.</summary>
/// <param name="Letter">Kind: run, session, caller, or all runs of one.</param>
/// <param name="Id">Of the run, session or caller.</param>
internal readonly record struct MemoryUseScope(char Letter, string Id)
{
    public bool IsCaller => Letter == 'c';

    public bool IsRun => Letter == 'r';

    public static MemoryUseScope Run(string id) => new('r', id);

    public static MemoryUseScope Session(string id) => new('s', id);

    public static MemoryUseScope Caller(string id) => new('c', id);

    /// <summary>All runs of a caller.</summary>
    public static MemoryUseScope Runs(string id) => new('x', id);
}
