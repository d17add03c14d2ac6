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
    private readonly ConcurrentDictionary<string, bool> _changed = new(StringComparer.Ordinal);

    /// <summary>Copies what is missing of the tenants that changed since the last turn.</summary>
    public async Task TurnAsync(CancellationToken cancellationToken)
    {
        if (_changed.IsEmpty)
            return;
        var known = journal.Read().Select(record => (record.Tenant, record.Id)).ToHashSet();
        foreach (var tenantId in _changed.Keys)
        {
            _changed.TryRemove(tenantId, out _);
            try
            {
                await CopyAsync(tenantId, known, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DocumentStoreUnavailableException)
            {
                _changed.TryAdd(tenantId, true);
                RestrictionLog.Delayed(logger, exception, tenantId);
            }
        }
    }

    /// <summary>Every tenant is looked at in the next turn.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
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
            try
            {
                if (!begun)
                    await BeginAsync(stoppingToken);
                begun = true;
                await TurnAsync(stoppingToken);
            }
#pragma warning disable CA1031 // Whatever a turn met, the next one comes.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                RestrictionLog.Delayed(logger, exception, "");
            }
        }
    }

    private void Note(string tenantId) => _changed.TryAdd(tenantId, true);

    private async Task CopyAsync(string tenantId, HashSet<(string, string)> known, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery(IdPrefix: RestrictionRecord.DocumentPrefix);
        var missing = new List<RestrictionRecord>();
        do
        {
            var page = await store.QueryAsync(new DocumentPartition(DocumentContainer.Resources, tenantId), query, cancellationToken);
            missing.AddRange(page.Items.Select(document => RestrictionRecord.TryParse(document.Body.Span)).OfType<RestrictionRecord>().Where(record => !known.Contains((tenantId, record.Id))));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        if (missing.Count > 0)
            journal.Append(missing.Select(record => record with { Tenant = tenantId }));
    }
}
