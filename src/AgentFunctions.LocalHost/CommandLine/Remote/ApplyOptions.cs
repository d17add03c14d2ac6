namespace AgentFunctions.LocalHost.CommandLine.Remote;

/// <summary>How a set is applied.</summary>
/// <param name="DryRun">Say what would change, change nothing.</param>
/// <param name="Prune">Delete what the same owner declared before and does not any more.</param>
/// <param name="Force">Take over what another owner manages.</param>
internal sealed record ApplyOptions(bool DryRun, bool Prune, bool Force)
{
    public string Query => $"dryRun={Word(DryRun)}&prune={Word(Prune)}&force={Word(Force)}";

    private static string Word(bool value) => value ? "true" : "false";
}
