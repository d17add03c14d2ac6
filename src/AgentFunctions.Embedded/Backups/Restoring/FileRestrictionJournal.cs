using System.Text;
using AgentFunctions.Core.Restore;

namespace AgentFunctions.Embedded.Backups.Restoring;

/// <summary>The records as lines of <c>restrictions.jsonl</c> in the data folder. Several processes append to it; a line cut by a kill is skipped.</summary>
internal sealed class FileRestrictionJournal(string dataFolder) : IRestrictionJournal
{
    private const string FileName = "restrictions.jsonl";
    private const byte LineEnd = (byte)'\n';
    private readonly Lock _gate = new();

    public void Append(RestrictionRecord record)
    {
        // Ends a line that was cut, too; an empty line is no record.
        byte[] line = [LineEnd, .. record.ToUtf8(), LineEnd];
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        lock (_gate)
        {
            using var stream = new FileStream(Path.Combine(dataFolder, FileName), options);
            stream.Write(line);
            stream.Flush(flushToDisk: true);
        }
    }

    /// <summary>Every whole record; none where there is no file.</summary>
    public static IReadOnlyList<RestrictionRecord> Read(string dataFolder)
    {
        var path = Path.Combine(dataFolder, FileName);
        return File.Exists(path)
            ? [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => RestrictionRecord.TryParse(Encoding.UTF8.GetBytes(line))).OfType<RestrictionRecord>()]
            : [];
    }
}
