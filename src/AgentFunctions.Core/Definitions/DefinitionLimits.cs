namespace AgentFunctions.Core.Definitions;

/// <summary>What bounds a definition itself; docs/workflow-definitions.md lists them.</summary>
public static class DefinitionLimits
{
    /// <summary>Steps of all levels: what a run knows of them must fit what an instance may hand on.</summary>
    public const int MaxSteps = 200;

    /// <summary>Levels of steps within steps, the first included.</summary>
    public const int MaxNesting = 6;

    /// <summary>Of the whole spec as UTF-8 JSON.</summary>
    public const int MaxBytes = 128 * 1024;

    /// <summary>Longest wait of any kind.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromDays(365);
}
