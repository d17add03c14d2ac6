using AgentFunctions.Core.Restore;
using AgentFunctions.Embedded.DataFolders;

namespace AgentFunctions.Embedded.Backups.Restoring;

/// <summary>What a restore takes from its host.</summary>
public sealed record RestoreHooks
{
    /// <summary>Run after the engine's own, within the transaction of <c>documents.db</c>.</summary>
    public IReadOnlyList<IRestoreRepair> Repairs { get; init; } = [];

    /// <summary>Bring an older backup forward at once; without them the next start of a host does.</summary>
    public IReadOnlyList<IDataMigration> Migrations { get; init; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
