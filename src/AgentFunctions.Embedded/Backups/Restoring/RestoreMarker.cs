using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.Embedded.Files;

namespace AgentFunctions.Embedded.Backups.Restoring;

/// <summary>
/// How far a restore got (<c>restore.json</c>); it stays when the restore is done, as the sign that it happened. Written when nothing is changed yet and the present state is backed up.
/// </summary>
internal sealed record RestoreMarker
{
    public const string Copying = "copying";
    public const string Done = "done";
    private const string FileName = "restore.json";

    /// <summary>Also kept in each file restored, so that none is restored twice.</summary>
    public required string Id { get; init; }

    /// <summary>Full path of the backup.</summary>
    public required string Backup { get; init; }

    /// <summary>When the backup was written: the time the data is of.</summary>
    public required DateTimeOffset BackupCreatedAt { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary><see cref="Copying"/> or <see cref="Done"/>.</summary>
    public required string Phase { get; init; }

    public required IReadOnlyList<string> FilesDone { get; init; }

    /// <summary>Backup of the state before; null where there was none.</summary>
    public string? Before { get; init; }

    /// <summary>Live files that could not be read, to be moved aside.</summary>
    public IReadOnlyList<string> Damaged { get; init; } = [];

    /// <summary>What the operator is told; kept so that a restore that goes on after a kill tells all of it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public DateTimeOffset? FinishedAt { get; init; }

    [JsonIgnore]
    public bool IsUnfinished => Phase != Done;

    public static RestoreMarker? Read(string dataFolder) => DataFolderJson.Read(Path.Combine(dataFolder, FileName), DataFolderJson.Default.RestoreMarker);

    /// <summary>For whoever is about to use the folder.</summary>
    /// <exception cref="DocumentStoreUnavailableException">A restore was cut short: some files are from the backup and some are not.</exception>
    public static void RequireFinished(string dataFolder)
    {
        if (Read(dataFolder) is { IsUnfinished: true } marker)
        {
            throw new DocumentStoreUnavailableException(
                $"A restore of {dataFolder} was cut short; part of the data is from the backup and part is not. Finish it first: restore --data {dataFolder} --from {marker.Backup}");
        }
    }

    public void Write(string dataFolder) => OwnerOnlyFile.Write(Path.Combine(dataFolder, FileName), JsonSerializer.Serialize(this, DataFolderJson.Default.RestoreMarker));
}
