namespace AgentFunctions.Embedded.DataFolders;

/// <summary>What <see cref="DataFolderFormat.PrepareAsync"/> did.</summary>
/// <param name="Format">Format of the folder now.</param>
/// <param name="MigratedFrom">Format it had before; null when nothing was migrated.</param>
/// <param name="Backup">Where the folder as it was before is kept; null when nothing was migrated.</param>
public sealed record PreparedFolder(int Format, int? MigratedFrom, string? Backup);
