using System.Collections.Concurrent;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Restore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Embedded.Backups.Restoring;

/// <summary>
/// Copies restriction records from the database to <see cref="FileRestrictionJournal"/>: a second after this process wrote one, and all that are missing when it starts, which covers what a killed process did not
/// get to. The database itself holds each record from the moment of the change; the file is for the day when it is gone.
/// </summary>
internal sealed class RestrictionRelay(IDocumentStore store, ITenantDirectory tenants, ResourceChanges changes, FileRestrictionJournal journal, TimeProvider time, ILogger<RestrictionRelay> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Longer than a change may take from its record's time to the database.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, bool> _changed = new(StringComparer.Ordinal);

    // Of each tenant: when it was last copied, and what of the overlap before is in the file. So a turn costs what is recent, however much was taken away before. Of the one loop that takes turns.
    private readonly Dictionary<string, (DateTimeOffset At, HashSet<string> Recent)> _copied = new(StringComparer.Ordinal);

    /// <summary>Copies what is missing of the tenants that changed since the last turn.</summary>
    public async Task TurnAsync(CancellationToken cancellationToken)
    {
        var inFile = new Lazy<HashSet<(string Tenant, string Id)>>(() => [.. journal.Read().Select(record => (record.Tenant, record.Id))]);
        foreach (var tenantId in _changed.Keys)
        {
            _changed.TryRemove(tenantId, out _);
            if (!await TryAsync(tenantId, () => CopyAsync(tenantId, inFile, cancellationToken), cancellationToken))
                Note(tenantId);
        }
    }

    /// <summary>Every tenant is looked at in the next turn.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        changes.Changed -= Note;
        changes.Changed += Note;
        await foreach (var tenantId in tenants.ListAsync(cancellationToken))
            Note(tenantId);
    }

    public override void Dispose()
    {
        changes.Changed -= Note;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        for (var begun = false; await timer.WaitForNextTickAsync(stoppingToken);)
        {
            begun = begun || await TryAsync("", () => BeginAsync(stoppingToken), stoppingToken);
            await TurnAsync(stoppingToken);
        }
    }

    private async Task<bool> TryAsync(string tenantId, Func<Task> run, CancellationToken cancellationToken)
    {
        try
        {
            await run();
            return true;
        }
#pragma warning disable CA1031 // Whatever one tenant met, the others are copied and the next turn comes.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            RestrictionLog.Delayed(logger, exception, tenantId);
            return false;
        }
    }

    private void Note(string tenantId) => _changed.TryAdd(tenantId, true);

    private async Task CopyAsync(string tenantId, Lazy<HashSet<(string Tenant, string Id)>> inFile, CancellationToken cancellationToken)
    {
        var begun = time.GetUtcNow();
        var wasCopied = _copied.TryGetValue(tenantId, out var last);
        // A clock that was set back wrote smaller ids.
        var after = wasCopied ? RestrictionRecord.DocumentId(RestrictionRecord.IdsFrom((last.At < begun ? last.At : begun) - Overlap)) : null;
        var query = new DocumentQuery(IdPrefix: RestrictionRecord.DocumentPrefix, IdAfter: after);
        var found = new List<RestrictionRecord>();
        do
        {
            var page = await store.QueryAsync(new DocumentPartition(DocumentContainer.Resources, tenantId), query, cancellationToken);
            found.AddRange(page.Items.Select(document => RestrictionRecord.TryParse(document.Body.Span)).OfType<RestrictionRecord>());
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        var missing = found.Where(record => !(wasCopied ? last.Recent.Contains(record.Id) : inFile.Value.Contains((tenantId, record.Id)))).Select(record => record with { Tenant = tenantId }).ToList();
        if (missing.Count > 0)
            journal.Append(missing);
        var from = RestrictionRecord.IdsFrom(begun - Overlap);
        _copied[tenantId] = (begun, found.Select(record => record.Id).Where(id => string.CompareOrdinal(id, from) >= 0).ToHashSet(StringComparer.Ordinal));
    }
}
