using AgentFunctions.Core.Resources.Manifests;
using AgentFunctions.LocalHost.CommandLine.Remote;

namespace AgentFunctions.LocalHost.CommandLine.Output;

/// <summary>What validate, diff and apply found.</summary>
internal sealed record CommandReport
{
    /// <summary>What was read; null when the folder could not be.</summary>
    public required ManifestSet Set { get; init; }

    /// <summary>Findings in the files, of this program or the server.</summary>
    public IReadOnlyList<ManifestProblem> Problems { get; init; } = [];

    /// <summary>What the files name but do not declare; empty once a server has judged it.</summary>
    public IReadOnlyList<ManifestProblem> Undeclared { get; init; } = [];

    /// <summary>The server's refusal; its findings are in <see cref="Problems"/>.</summary>
    public RemoteProblem? Refusal { get; init; }

    /// <summary>What the server did or would do; null when none was asked or it refused.</summary>
    public ApplyAnswer? Answer { get; init; }

    public bool IsOk => Problems.Count == 0 && Refusal is null;
}
