namespace AgentFunctions.Embedded.DataFolders;

/// <summary>A migration under way (<c>migration.json</c>): its backup is whole, so that whoever continues after a kill takes no second one of a half migrated folder.</summary>
internal sealed record MigrationMarker(int From, int To, string Backup, DateTimeOffset At);
