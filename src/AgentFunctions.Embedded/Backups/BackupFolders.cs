using System.Globalization;
using AgentFunctions.Embedded.Files;

namespace AgentFunctions.Embedded.Backups;

/// <summary>Where backups that nobody asked for are kept: <c>backups/</c> in the data folder.</summary>
internal static class BackupFolders
{
    public const string Name = "backups";

    /// <summary>A folder that does not exist yet, <c>backups/{reason}-{UTC}</c>. What a killed process left unfinished beside it is removed.</summary>
    public static string Next(string dataFolder, string reason, DateTimeOffset now)
    {
        var parent = Path.Combine(Path.GetFullPath(dataFolder), Name);
        OwnerOnlyFolder.Create(parent);
        foreach (var abandoned in Directory.EnumerateDirectories(parent, "*" + BackupTarget.PartialSuffix))
            BackupTarget.RemoveAbandoned(abandoned);
        var first = Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"{reason}-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}"));
        var path = first;
        for (var i = 2; Path.Exists(path); i++)
            path = string.Create(CultureInfo.InvariantCulture, $"{first}-{i}");
        return path;
    }
}
