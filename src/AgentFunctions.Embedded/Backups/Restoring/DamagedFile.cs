namespace AgentFunctions.Embedded.Backups.Restoring;

/// <summary>A live store file that cannot be read makes room for its backup and stays for whoever wants to look.</summary>
internal static class DamagedFile
{
    public static void MoveAside(string live, string restoreId, List<string> notes)
    {
        var target = $"{live}.damaged-{restoreId}";
        // Its log first: beside another file it would be played into that. The file itself last: once it is aside, a log that is there belongs to the restored file, also for a run that goes on after a kill.
        foreach (var suffix in File.Exists(target) ? Array.Empty<string>() : ["-wal", "-shm", ""])
        {
            if (File.Exists(live + suffix) && !File.Exists(target + suffix))
                File.Move(live + suffix, target + suffix);
        }

        notes.Add($"{Path.GetFileName(live)} was damaged and is kept as {Path.GetFileName(target)}. Hosts that run must be started again.");
    }
}
