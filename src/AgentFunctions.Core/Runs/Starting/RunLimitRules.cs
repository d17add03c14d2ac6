namespace AgentFunctions.Core.Runs.Starting;

/// <summary>What bounds a run: what its target declares, and what the start asks for where that is less.</summary>
internal static class RunLimitRules
{
    private const int StepsOfAnAgent = 20;
    private const int StepsOfAWorkflow = 1000;
    private const int DefaultDepth = 4;

    public static RunLimits Of(RunTargetKind kind, RunRequestLimits asked, RunRequestLimits declared, DateTimeOffset now) => new()
    {
        Steps = Math.Min(asked.Steps ?? int.MaxValue, declared.Steps ?? (kind == RunTargetKind.Agent ? StepsOfAnAgent : asked.Steps ?? StepsOfAWorkflow)),
        Deadline = Least(asked.Deadline, declared.Deadline) is { } time ? now + time : null,
        Budget = Least(asked.Budget, declared.Budget),
        Depth = Math.Min(asked.Depth ?? int.MaxValue, declared.Depth ?? DefaultDepth),
    };

    /// <summary>What bounds a run within a run: what its target declares, the parent's where that is less, and what the step asks for where that is less still.</summary>
    public static RunLimits OfChild(ChildRun child, RunRequestLimits declared, RunLimits parent, DateTimeOffset now)
    {
        var limits = Of(child.Target.Kind, new RunRequestLimits(child.Steps, null, child.Budget), declared, now);
        return limits with { Depth = Math.Min(limits.Depth, parent.Depth - 1), Deadline = Least(Least(limits.Deadline, child.Deadline), parent.Deadline) };
    }

    private static T? Least<T>(T? one, T? other)
        where T : struct, IComparable<T> => one is not { } first ? other : other is not { } second ? one : first.CompareTo(second) <= 0 ? one : other;
}
