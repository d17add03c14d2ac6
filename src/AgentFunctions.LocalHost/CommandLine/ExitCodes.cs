namespace AgentFunctions.LocalHost.CommandLine;

/// <summary>What a command says to the script that runs it. Source: docs/manifests.md.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Invalid manifests, or something failed; nothing was changed.</summary>
    public const int Failed = 1;

    public const int Usage = 2;

    /// <summary><c>diff</c> found differences.</summary>
    public const int Different = 3;
}
