using System.Text;
using AgentFunctions.Core.Restore;
using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Backups.Restoring;

/// <summary>
/// Restriction records as lines of <c>restrictions.jsonl</c> in the data folder: a second copy beside the database, for the day when that is damaged and an old backup is all there is. Several processes append
/// to it; a line cut by a kill is skipped, and a record that is there twice counts once.
/// </summary>
internal sealed class FileRestrictionJournal(string dataFolder)
{
    private const string FileName = "restrictions.jsonl";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private const byte LineEnd = (byte)'\n';

    private string FullPath => Path.Combine(dataFolder, FileName);

    /// <summary>Adds records. On the disk when it returns.</summary>
    /// <exception cref="IOException">Another process is appending, or the disk is full: nothing that was there is lost.</exception>
    public void Append(IEnumerable<RestrictionRecord> records)
    {
        var lines = new MemoryStream();
        // Ends a line that was cut, too; an empty line is no record.
        lines.WriteByte(LineEnd);
        foreach (var record in records)
        {
            lines.Write(record.ToUtf8());
            lines.WriteByte(LineEnd);
        }

        // Alone: two that append at once would write over each other.
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(FullPath, options);
        stream.Write(lines.GetBuffer().AsSpan(0, (int)lines.Length));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Every whole record, each once; none where there is no file.</summary>
    public IReadOnlyList<RestrictionRecord> Read()
    {
        if (!File.Exists(FullPath))
            return [];
        using var reader = new StreamReader(OpenToRead(), Encoding.UTF8);
        var records = new Dictionary<(string, string), RestrictionRecord>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && RestrictionRecord.TryParse(Encoding.UTF8.GetBytes(line)) is { } record)
                records[(record.Tenant, record.Id)] = record;
        }

        return [.. records.Values];
    }

    /// <summary>A host that appends has the file to itself, for as long as one write takes.</summary>
    private FileStream OpenToRead()
    {
        var deadline = PollDeadline.After(Patience);
        while (true)
        {
            try
            {
                return new FileStream(FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            }
            catch (IOException) when (!deadline.IsPast && File.Exists(FullPath))
            {
                PollDeadline.Pause();
            }
        }
    }
}
