namespace AgentFunctions.Embedded.Backups.Restoring;

/// <summary>The key files after a restore. The key that the restored secrets need comes back with them; admin.key and demo.key of the folder stay, since they may have been replaced for a reason.</summary>
internal static class RestoredKeys
{
    /// <returns>Lines for the operator.</returns>
    public static IReadOnlyList<string> Install(string folder, string backup, BackupDescription description, string? before)
    {
        var notes = new List<string>();
        var present = KeyFiles.SecretsDigest(folder);
        foreach (var name in KeyFiles.All.Where(name => File.Exists(Path.Combine(backup, name))))
        {
            var isOther = name == KeyFiles.Secrets && present is not null && present != description.SecretsKeyDigest;
            if (File.Exists(Path.Combine(folder, name)) && !isOther)
                continue;
            SmallFileCopy.Copy(Path.Combine(backup, name), Path.Combine(folder, name));
            if (isOther)
                notes.Add($"{name} was replaced by the backup's; the one before is in {before ?? "no backup"}. Start the hosts again: those that run still have the old one.");
        }
        if (description.SecretsKeyDigest is { } needed && KeyFiles.SecretsDigest(folder) != needed)
            notes.Add($"The backup's stored secrets were encrypted under another {KeyFiles.Secrets} than this folder's: put that file back, or set every secret again.");
        return notes;
    }
}
