using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Embedded.Backups;
using AgentFunctions.Embedded.Backups.Restoring;

namespace AgentFunctions.Embedded.DataFolders;

/// <summary>The small files in a data folder and in a backup that people may read too.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(FormatRecord))]
[JsonSerializable(typeof(MigrationMarker))]
[JsonSerializable(typeof(BackupDescription))]
[JsonSerializable(typeof(RestoreMarker))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class DataFolderJson : JsonSerializerContext
{
    /// <summary>Null where there is no file.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static T? Read<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type) ?? throw new JsonException();
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is damaged. Restore the data folder from a backup.", exception);
        }
    }
}
