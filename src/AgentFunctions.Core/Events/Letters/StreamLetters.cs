using System.Text.RegularExpressions;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Storage;
using AgentFunctions.Core.Resources.TenantDirectory;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Events.Letters;

/// <summary>
/// Dead letters of hubs: read, handed in again, deleted. They hold events of every tenant, and some of none, so they are the platform's; where there is one tenant only, also of whoever has the scope in the whole of it. What is done is in the
/// change feed before it is done, and a letter goes after its event was handled: a process killed in between leaves it, and sending it again changes nothing.
/// </summary>
public sealed partial class StreamLetters
{
    /// <summary>Handled by one request.</summary>
    public const int MaxBulk = 100;

    /// <summary>What they are called in the change feed.</summary>
    public const string Kind = "dead-letters";

    private readonly IStreamDeadLetters _letters;
    private readonly IStreamLetterSender[] _senders;
    private readonly ITenantDirectory _tenants;
    private readonly TenantChanges _changes;
    private readonly ILogger<StreamLetters> _logger;

    internal StreamLetters(IStreamDeadLetters letters, IEnumerable<IStreamLetterSender> senders, ITenantDirectory tenants, TenantChanges changes, ILogger<StreamLetters> logger) =>
        (_letters, _senders, _tenants, _changes, _logger) = (letters, [.. senders], tenants, changes, logger);

    public async ValueTask<Outcome<StreamLetterPage>> ListAsync(Actor actor, string stream, string? reason, int limit, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await RefusalAsync(actor, AccessScopes.TracesRead, stream, cancellationToken) is { } refused) return refused;
        return await CollectAsync(stream, reason, limit, cursor, cancellationToken);
    }

    public async ValueTask<Outcome<StreamLetter>> GetAsync(Actor actor, string stream, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await RefusalAsync(actor, AccessScopes.TracesRead, stream, cancellationToken) is { } refused) return refused;
        return await FindAsync(stream, id, cancellationToken) is { } letter ? letter : StreamLetterErrors.NotFound(stream, id);
    }

    /// <summary>Does it; the letter as it was.</summary>
    public async ValueTask<Outcome<StreamLetter>> DoAsync(Actor actor, string stream, string id, StreamLetterVerb verb, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await RefusalAsync(actor, AccessScopes.EventsPublish, stream, cancellationToken) is { } refused) return refused;
        if (await FindAsync(stream, id, cancellationToken) is not { } letter) return StreamLetterErrors.NotFound(stream, id);
        if (await RecordAsync(actor, [letter], verb, cancellationToken) is { } failed) return failed;
        return await DoAsync(letter, verb, actor.By, cancellationToken) is { } error ? error : letter;
    }

    /// <summary>Does it to all of a page with this reason, at most <see cref="MaxBulk"/>. What is refused again stays; the rest goes on.</summary>
    public async ValueTask<Outcome<StreamLetterBulkResult>> DoAsync(Actor actor, string stream, string? reason, StreamLetterVerb verb, string? cursor, bool isDryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await RefusalAsync(actor, AccessScopes.EventsPublish, stream, cancellationToken) is { } refused) return refused;
        var collected = await CollectAsync(stream, reason, MaxBulk, cursor, cancellationToken);
        if (collected.Value is not { } page) return collected.Error!;
        if (!isDryRun && page.Items.Count > 0 && await RecordAsync(actor, page.Items, verb, cancellationToken) is { } failed) return failed;
        var items = new List<StreamLetterResult>();
        foreach (var known in page.Items)
        {
            // Somebody else may have done it meanwhile.
            if (isDryRun || await FindAsync(stream, known.Id, cancellationToken) is not { } letter) items.Add(new StreamLetterResult(known, false, isDryRun ? null : StreamLetterErrors.NotFound(stream, known.Id)));
            else if (await DoAsync(letter, verb, actor.By, cancellationToken) is { } error) items.Add(new StreamLetterResult(known, false, error));
            else items.Add(new StreamLetterResult(known, true, null));
        }

        return new StreamLetterBulkResult(items, page.NextCursor);
    }

    private async ValueTask<ApiError?> DoAsync(StreamLetter letter, StreamLetterVerb verb, string by, CancellationToken cancellationToken)
    {
        if (verb == StreamLetterVerb.Redrive)
        {
            if (letter.Body.Length != letter.Size) return StreamLetterErrors.Still("it was longer than the store takes, and only its begin was kept. Ask whoever sent it to send it anew.");
            if (await Sender(letter.Stream)!.SendAsync(letter, by, cancellationToken) is { } error) return error;
            IntakeLog.SentAgain(_logger, letter.Stream, by, letter.Id);
        }

        await _letters.RemoveAsync(letter.Stream, letter.Id, cancellationToken);
        return null;
    }

    private async ValueTask<Outcome<StreamLetterPage>> CollectAsync(string stream, string? reason, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var items = new List<StreamLetter>();
        do
        {
            var outcome = await _letters.ListAsync(stream, limit - items.Count, cursor, cancellationToken);
            if (outcome.Value is not { } page) return outcome;
            items.AddRange(page.Items.Where(letter => reason is null || letter.Reason == reason));
            cursor = page.NextCursor;
        }
        while (cursor is not null && items.Count < limit);
        return new StreamLetterPage(items, cursor);
    }

    private async ValueTask<StreamLetter?> FindAsync(string stream, string id, CancellationToken cancellationToken) => Id().IsMatch(id) ? await _letters.FindAsync(stream, id, cancellationToken) : null;

    private IStreamLetterSender? Sender(string stream) => Array.Find(_senders, sender => sender.Stream == stream);

    private async ValueTask<ApiError?> RefusalAsync(Actor actor, AccessScopes scope, string stream, CancellationToken cancellationToken)
    {
        if (!actor.Access.IsPlatform && !(actor.Access.Covers(scope, null) && await IsAloneAsync(actor.TenantId, cancellationToken))) return StreamLetterErrors.NotYours;
        return Sender(stream) is null ? StreamLetterErrors.NoSuchHub(_senders.Select(static sender => sender.Stream)) : null;
    }

    private async ValueTask<bool> IsAloneAsync(string tenantId, CancellationToken cancellationToken)
    {
        await foreach (var other in _tenants.ListAsync(cancellationToken))
        {
            if (other != tenantId) return false;
        }

        return true;
    }

    private async ValueTask<ApiError?> RecordAsync(Actor actor, IReadOnlyList<StreamLetter> letters, StreamLetterVerb verb, CancellationToken cancellationToken)
    {
        var operation = verb == StreamLetterVerb.Redrive ? ChangeOperations.Redriven : ChangeOperations.Deleted;
        StoredChangeEntry[] entries = [.. letters.Select(letter => new StoredChangeEntry(Kind, $"{letter.Stream}/{letter.Id}", 0, operation, Team: null))];
        return (await _changes.RunAsync<string>(actor, (_, _) => new(new TenantStep<string>(operation) { Entries = entries }), cancellationToken)).Error;
    }

    [GeneratedRegex("^[a-z0-9-]{1,120}$")]
    private static partial Regex Id();
}
