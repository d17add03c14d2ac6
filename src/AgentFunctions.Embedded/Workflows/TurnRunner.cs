using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Core.Workflows.Replay;
using AgentFunctions.Embedded.Workflows.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Embedded.Workflows;

/// <summary>One turn of one instance: claim it if need be, bring its code up to date, hand it what came, write what it did, see to what follows.</summary>
internal sealed class TurnRunner(
    WorkflowStore store,
    WorkflowCatalog catalog,
    SlotTable slots,
    ActivityPool pool,
    EngineLease lease,
    EndSignals ends,
    WorkSignal work,
    IServiceProvider services,
    TimeProvider time,
    IOptions<WorkflowEngineOptions> options,
    ILogger<TurnRunner> logger)
{
    private readonly bool _replaysEveryTurn = options.Value.ReplayEveryTurn;

    /// <summary>Runs a turn of <paramref name="slot"/>.</summary>
    /// <returns>Whether it stays in memory, and whether another turn is to follow at once.</returns>
    public async Task<(bool Keep, bool Again)> RunAsync(InstanceSlot slot, CancellationToken cancellationToken)
    {
        if (lease.Owner is not { } owner || await OpenAsync(slot, owner, cancellationToken) is not { } view)
            return (false, false);

        var now = time.GetUtcNow();
        var failure = slot.Live is null ? Load(slot, view) : null;
        IReadOnlyList<HistoryEvent> messages = [.. view.Messages.Select(static message => message.Event)];
        var inbound = failure is null ? TurnInbox.Order(messages, slot.Live!.OpenTimers, now) : [];
        if (_replaysEveryTurn && inbound.Count > 1)
            inbound = [inbound[0]];
        if (failure is null && inbound.Count == 0 && !slot.Live!.HasViolation && !IsStale(view.Row, slot.Live, now))
            return (!_replaysEveryTurn, false);

        var outcome = failure is null ? slot.Live!.Run(now, inbound) : WorkflowExecution.Failed(now, failure);
        if (_replaysEveryTurn && failure is null)
            outcome = ReplayCheck.Verify(Create(view.Row), view.History!, outcome, now);
        return await WriteAsync(slot, view, inbound, outcome, owner, cancellationToken);
    }

    /// <summary>The instance as this process may run it; null where it may not or need not.</summary>
    private async Task<InstanceView?> OpenAsync(InstanceSlot slot, string owner, CancellationToken cancellationToken)
    {
        var view = await store.ReadAsync(slot.Id, withHistory: slot.Live is null, cancellationToken);
        if (view is not { Row: { IsActive: true, IsSuspended: false } })
            return null;
        if (slot.Owner == owner && view.Row.Owner == owner && view.Row.Epoch == slot.Epoch)
            return view;
        slot.Live = null;
        if (view.Row.Owner is { } other && other != owner)
            return null;
        if (await store.ClaimAsync(slot.Id, owner, cancellationToken) is not { } epoch)
            return null;
        slot.Owner = owner;
        slot.Epoch = epoch;
        view = await store.ReadAsync(slot.Id, withHistory: true, cancellationToken);
        return view is { Row: { IsActive: true, IsSuspended: false } row } && row.Epoch == epoch ? view : null;
    }

    private WorkflowFailure? Load(InstanceSlot slot, InstanceView view)
    {
        var row = view.Row;
        if (catalog.FindWorkflow(row.Name, row.Version) is null)
            return new WorkflowFailure(WorkflowFailureTypes.NotInCatalogue, $"There is no workflow '{row.Name}' version {row.Version} in the catalogue.");
        slot.Live = Create(row, () => slots.Signal(slot.Id));
        return slot.Live.Replay(view.History!);
    }

    private WorkflowExecution Create(InstanceRow row, Action? onViolation = null) =>
        new(new ExecutionInfo(row.Id, row.Name, row.Version, row.Parent?.Id, row.Generation), catalog.FindWorkflow(row.Name, row.Version)!, catalog, services, onViolation);

    private async Task<(bool Keep, bool Again)> WriteAsync(
        InstanceSlot slot, InstanceView view, IReadOnlyList<HistoryEvent> inbound, TurnOutcome outcome, string owner, CancellationToken cancellationToken)
    {
        var activities = outcome.Events.Where(static recorded => recorded.Kind == HistoryKind.ActivityScheduled).ToList();
        var claimed = pool.Reserve(activities.Count);
        if (claimed < activities.Count)
            pool.LeaveSome();
        var turn = TurnWrites.Create(view, slot.Epoch, inbound, outcome, activities, claimed, catalog);
        var result = TurnResult.Refused;
        try
        {
            result = await store.WriteTurnAsync(turn, owner, cancellationToken);
        }
        catch
        {
            pool.Doubt(owner, turn.Activities.Take(claimed).Select(static task => task.Claim));
            throw;
        }
        finally
        {
            if (!result.Written)
                pool.Release(claimed);
        }
        if (!result.Written)
        {
            await lease.CheckAsync(cancellationToken);
            return (false, false);
        }
        Follow(slot, view.Row, turn, result, owner);
        return (!outcome.IsEnd && outcome.Next is null && !_replaysEveryTurn, result.HasMore);
    }

    private void Follow(InstanceSlot slot, InstanceRow row, TurnWrite turn, TurnResult result, string owner)
    {
        foreach (var task in turn.Activities.Take(turn.Claimed))
            pool.Start(task, owner);
        foreach (var id in result.Wakened)
        {
            if (id == row.Parent?.Id)
                slots.Signal(id);
            else
                slots.Adopt(id, owner, epoch: 1);
        }
        if (turn.Outcome.NextDue is { } due)
            work.DueAt(due.ToUnixTimeMilliseconds());
        if (!turn.Outcome.IsEnd)
            return;
        if (turn.Failure is { } failure)
            WorkflowLog.InstanceFailed(logger, row.Name, row.Id, failure.Type);
        ends.Ended(slot.Id);
    }

    /// <summary>The store says that something is due, but nothing is: its note is to be brought up to date.</summary>
    private static bool IsStale(InstanceRow row, WorkflowExecution live, DateTimeOffset now) =>
        row.Wake is { } wake && wake <= now.ToUnixTimeMilliseconds() || row.Wake != live.OpenTimers.Min(static timer => timer.DueAt)?.ToUnixTimeMilliseconds();
}
