namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>What applying a folder did. With problems, nothing was written.</summary>
/// <param name="Applied">Written, <c>models/sim-small</c>.</param>
/// <param name="Unchanged">Left alone, because the manifest did not change since it was applied or says what is stored.</param>
/// <param name="Problems">Everything that is wrong; the host must not start.</param>
public sealed record ManifestReport(IReadOnlyList<string> Applied, IReadOnlyList<string> Unchanged, IReadOnlyList<ManifestProblem> Problems)
{
    public bool IsOk => Problems.Count == 0;
}
