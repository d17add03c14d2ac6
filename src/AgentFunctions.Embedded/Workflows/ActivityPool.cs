using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Core.Workflows.Replay;
using AgentFunctions.Embedded.Workflows.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Embedded.Workflows;

/// <summary>Runs activities, so many at once, and has as many again claimed to go on with. What it has no place for is left to other processes, or to later.</summary>
internal sealed class ActivityPool(
    WorkflowStore store, WorkflowCatalog catalog, SlotTable slots, EngineLease lease, WorkSignal work, IServiceScopeFactory scopes, IOptions<WorkflowEngineOptions> options, ILogger<ActivityPool> logger)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);
    private readonly int _running = options.Value.MaxConcurrentActivities;
    private readonly FairQueue<(ActivityTask Task, string Owner)> _queue = new(static item => item.Task.InstanceId);
    private readonly Lock _lock = new();
    private int _places = options.Value.MaxConcurrentActivities * 2;
    private List<(string Owner, long Claim)> _doubtful = [];
    private int _active;
    private bool _isSomeLeft;

    /// <summary>Takes up to <paramref name="wanted"/> places; each is given to <see cref="Start"/> or back by <see cref="Release"/>.</summary>
    public int Reserve(int wanted)
    {
        lock (_lock)
        {
            var granted = Math.Min(wanted, _places);
            _places -= granted;
            return granted;
        }
    }

    public void Release(int places)
    {
        lock (_lock)
            _places += places;
    }

    /// <summary>There are activities that this process had no place for; it looks for them when it has.</summary>
    public void LeaveSome()
    {
        lock (_lock)
            _isSomeLeft = true;
    }

    /// <summary>The store did not say whether it wrote these claims: they are given back before anything else.</summary>
    public void Doubt(string owner, IEnumerable<long> claims)
    {
        lock (_lock)
            _doubtful.AddRange(claims.Select(claim => (owner, claim)));
    }

    /// <summary>What <see cref="Doubt"/> noted, once.</summary>
    public List<(string Owner, long Claim)> TakeDoubtful()
    {
        lock (_lock)
        {
            var taken = _doubtful;
            _doubtful = [];
            return taken;
        }
    }

    /// <summary>Runs a claimed activity, for which a place was taken, now or when its turn comes.</summary>
    public void Start(ActivityTask task, string owner)
    {
        lock (_lock)
        {
            if (_active >= _running)
            {
                _queue.Enqueue((task, owner));
                return;
            }
            _active++;
        }
        _ = RunAsync(task, owner);
    }

    /// <summary>Whether nothing runs any more.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
                return _active == 0;
        }
    }

    private async Task RunAsync(ActivityTask task, string owner)
    {
        // Off the thread of the turn that asked for it.
        await Task.Yield();
        (ActivityTask Task, string Owner)? next = (task, owner);
        while (next is { } current)
        {
            try
            {
                await RunOneAsync(current.Task, current.Owner);
            }
            catch (DocumentStoreUnavailableException exception)
            {
                // The lease ended before the store came back: the activity runs again under another.
                WorkflowLog.StoreUnavailable(logger, exception);
            }
            next = Next();
        }
    }

    private (ActivityTask Task, string Owner)? Next()
    {
        bool isHungry;
        (ActivityTask Task, string Owner)? next = null;
        lock (_lock)
        {
            _places++;
            if (_queue.TryDequeue(out var queued))
                next = queued;
            else
                _active--;
            isHungry = _isSomeLeft && _queue.Count <= _running / 2;
            if (isHungry)
                _isSomeLeft = false;
        }
        if (isHungry)
            work.FreePlaces();
        return next;
    }

    private async Task RunOneAsync(ActivityTask task, string owner)
    {
        if (owner != lease.Owner || lease.Ended is { IsCancellationRequested: true })
            return;
        var ended = lease.Ended;
        if (await ExecuteAsync(task, owner, ended) is not { } result)
            return;
        if (result.Failure is { } failure)
            WorkflowLog.ActivityFailed(logger, task.Name, task.InstanceId, failure.Type);
        if (await CompleteAsync(task, result, owner, ended))
            slots.Signal(task.InstanceId);
        else
            await lease.CheckAsync(CancellationToken.None);
    }

    /// <returns>null where it was interrupted.</returns>
    private async Task<HistoryEvent?> ExecuteAsync(ActivityTask task, string owner, CancellationToken cancellationToken)
    {
        if (catalog.FindActivity(task.Name) is not { } entry)
            return Failed(task, new WorkflowFailure(WorkflowFailureTypes.NotInCatalogue, $"There is no activity '{task.Name}' in the catalogue."));
        ActivityLease.Enter(() => lease.Demand(owner));
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var output = await entry.RunAsync(scope.ServiceProvider, HistoryBytes.ReadElement(task.Input) ?? default, cancellationToken);
            return WorkflowJson.TooLarge(output, $"The output of {task.Name}") is { } tooLarge
                ? Failed(task, tooLarge)
                : new HistoryEvent { Kind = HistoryKind.ActivityCompleted, TaskId = task.TaskId, Payload = output };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception)
        {
            return Failed(task, WorkflowFailures.From(exception));
        }
    }

    private async Task<bool> CompleteAsync(ActivityTask task, HistoryEvent ended, string owner, CancellationToken leaseEnded)
    {
        while (true)
        {
            try
            {
                return await store.CompleteAsync(task, ended, owner, CancellationToken.None);
            }
            catch (DocumentStoreUnavailableException exception) when (!leaseEnded.IsCancellationRequested)
            {
                WorkflowLog.StoreUnavailable(logger, exception);
                await Task.Delay(RetryPause, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private static HistoryEvent Failed(ActivityTask task, WorkflowFailure failure) => new() { Kind = HistoryKind.ActivityFailed, TaskId = task.TaskId, Failure = failure };
}
