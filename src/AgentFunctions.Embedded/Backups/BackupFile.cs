using System.Text.Json.Serialization;

namespace AgentFunctions.Embedded.Backups;

/// <summary>A file of a backup.</summary>
/// <param name="Name">Plain name, as in the data folder.</param>
/// <param name="Bytes">Length.</param>
/// <param name="Sha256">Lower-case hex.</param>
internal sealed record BackupFile(string Name, long Bytes, string Sha256)
{
    [JsonIgnore]
    public bool IsStore => Name.EndsWith(".db", StringComparison.Ordinal);
}
