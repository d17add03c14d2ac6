using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Ledger.Blocks;
using AgentFunctions.Core.Statements.Storage;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Folding;
using AgentFunctions.Core.Usage.Relaying;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Statements;

/// <summary>Closes months, once each: when they are over and everything of them is folded. Closing again answers what was closed.</summary>
public sealed class StatementClosing
{
    private readonly StatementReader _reader;
    private readonly StatementStore _statements;
    private readonly IDocumentStore _store;
    private readonly LedgerShards _shards;
    private readonly UsageOutbox _outbox;
    private readonly UsageConsumer _consumer;
    private readonly TimeSpan _grace;
    private readonly TimeProvider _time;

    internal StatementClosing(StatementReader reader, StatementStore statements, IDocumentStore store, LedgerShards shards, UsageOutbox outbox, UsageConsumer consumer, IOptions<StatementOptions> options, TimeProvider time)
    {
        _reader = reader;
        _statements = statements;
        _store = store;
        _shards = shards;
        _outbox = outbox;
        _consumer = consumer;
        _grace = options.Value.Grace;
        _time = time;
    }

    /// <summary>The closed statement, without its lines.</summary>
    /// <exception cref="DocumentStoreUnavailableException">It may be closed or not; close it again.</exception>
    public async ValueTask<Outcome<Statement>> CloseAsync(Actor actor, string month, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.Access.Covers(AccessScopes.ResourcesWrite, null)) return StatementErrors.TenantWide;
        if (StatementMonth.Parse(month) is not { } parsed) return StatementErrors.UnknownMonth;
        var tenantId = actor.TenantId;
        var closed = await _statements.ListAsync(tenantId, cancellationToken);
        if (closed.TryGetValue(parsed, out var existing)) return Head(existing);
        if (await _reader.DeclaredZoneAsync(tenantId, cancellationToken) is not { } zone) return ApiErrors.ControlPlaneUnavailable;
        var (from, to) = StatementReader.Span(parsed, zone, closed);
        var now = _time.GetUtcNow();
        if (now < to + _grace) return StatementErrors.TooEarly(parsed, to + _grace);
        if (from < now - UsageRetention.Hours) return StatementErrors.Gone(parsed);

        // In the order in which usage travels: none is missed.
        if (await IsRunningAsync(tenantId, to, cancellationToken)) return StatementErrors.Running(parsed);
        if (await HasBeforeAsync(_outbox.PendingAsync(tenantId, cancellationToken), to) || await HasBeforeAsync(_consumer.PendingAsync(tenantId, cancellationToken), to)) return StatementErrors.NotFolded(parsed);
        var (statement, examined) = await _reader.OpenAsync(tenantId, parsed, zone, closed, null, cancellationToken);
        var stored = new StoredStatement
        {
            Month = statement.Month, TimeZone = zone, From = from, To = to, ClosedAt = now, ClosedBy = actor.By, Hash = "", Parts = 0, Examined = examined,
            Adjusted = [.. statement.Adjustments.Select(static a => a.Month!).Distinct(StringComparer.Ordinal)],
        };
        return Head(await _statements.CloseAsync(tenantId, stored, [.. statement.Lines, .. statement.Adjustments], cancellationToken));
    }

    private static Statement Head(StoredStatement stored) => new()
    {
        Month = stored.Month, TimeZone = stored.TimeZone, From = stored.From, To = stored.To, Status = StatementStatus.Closed, ClosedAt = stored.ClosedAt, ClosedBy = stored.ClosedBy, Lines = [], Adjustments = [],
    };

    private async ValueTask<bool> IsRunningAsync(string tenantId, DateTimeOffset to, CancellationToken cancellationToken)
    {
        foreach (var partition in await _shards.PartitionsAsync(tenantId, cancellationToken))
        {
            var query = new DocumentQuery(IdPrefix: LedgerDocuments.HoldPrefix);
            do
            {
                var page = await _store.QueryAsync(partition, query, cancellationToken);
                foreach (var document in page.Items)
                {
                    if (JsonSerializer.Deserialize(document.Body.Span, LedgerJson.Default.StoredHold)!.Subject.At < to) return true;
                }

                query = query with { Continuation = page.Continuation };
            }
            while (query.Continuation is not null);
        }

        return false;
    }

    private static async ValueTask<bool> HasBeforeAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> events, DateTimeOffset to)
    {
        await foreach (var body in events)
        {
            try
            {
                if (UsageEventJson.Read(body.Span).Subject.At < to) return true;
            }
            catch (JsonException)
            {
                // The fold leaves it out.
            }
        }

        return false;
    }
}
