namespace AgentFunctions.Embedded.Backups;

/// <summary>What a command says and leaves with.</summary>
/// <param name="ExitCode">0: done; 1: failed, the lines say why.</param>
/// <param name="Lines">To print: on standard output for 0, else on standard error.</param>
public sealed record CommandOutcome(int ExitCode, IReadOnlyList<string> Lines);
