using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Activity.Storage;

/// <summary>
/// Stores when keys and models were last used: one document each, shared by all processes, which only ever moves forward. It is read before it is written, so a process whose news is older leaves it alone.
/// Not thread-safe: the activity writer is the only one to call it.
/// </summary>
internal sealed class LastUseWriter(IDocumentStore store)
{
    private const int AtOnce = 16;
    private const int Attempts = 4;
    private static readonly TimeSpan Forget = TimeSpan.FromHours(1);
    private readonly Dictionary<LastUse, (StoredUse Use, DateTimeOffset Written)> _known = [];

    /// <summary>Notes a use; the latest counts.</summary>
    public void Note(LastUse what, StoredUse use)
    {
        if (!_known.TryGetValue(what, out var known)) _known[what] = (use, DateTimeOffset.MinValue);
        else if (known.Use.At < use.At) _known[what] = (use, known.Written);
    }

    /// <summary>Writes what is newer than what was written by <paramref name="interval"/>; zero writes everything.</summary>
    public async ValueTask WriteAsync(TimeSpan interval, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = _known.Where(e => e.Value.Use.At > e.Value.Written && (e.Value.Written == DateTimeOffset.MinValue || now - e.Value.Written >= interval)).ToArray();
        foreach (var part in due.Chunk(AtOnce))
        {
            await Task.WhenAll(part.Select(e => AdvanceAsync(e.Key, e.Value.Use, cancellationToken)));
            foreach (var (what, value) in part) _known[what] = (value.Use, value.Use.At);
        }

        foreach (var (what, value) in _known.ToArray())
        {
            if (value.Use.At <= value.Written && now - value.Written > Forget) _known.Remove(what);
        }
    }

    private async Task AdvanceAsync(LastUse what, StoredUse use, CancellationToken cancellationToken)
    {
        var partition = ActivityDocuments.LastUsePartition(what.TenantId);
        var write = new DocumentWrite(what.DocumentId, JsonSerializer.SerializeToUtf8Bytes(use, ActivityJson.Default.StoredUse), what.Life);
        for (var i = 0; i < Attempts; i++)
        {
            var found = await store.ReadAsync(partition, what.DocumentId, cancellationToken);
            if (found.Document is { } document && StoredUse.Read(document).At >= use.At) return;
            var written = found.Document is null
                ? await store.CreateAsync(partition, write, cancellationToken)
                : await store.ReplaceAsync(partition, write, found.Document.ETag, cancellationToken);
            if (written.IsOk) return;
        }

        // Somebody else writes it all the time: it is recent enough.
    }
}
