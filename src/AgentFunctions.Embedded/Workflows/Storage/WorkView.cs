namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>What there is to do.</summary>
/// <param name="Due">Instances this process may run.</param>
/// <param name="HasFreeTasks">Activities that nobody has.</param>
/// <param name="HasDeadOwners">Processes whose lease is past.</param>
/// <param name="NextWake">When the next instance is due, Unix milliseconds.</param>
internal sealed record WorkView(IReadOnlyList<string> Due, bool HasFreeTasks, bool HasDeadOwners, long? NextWake);
