using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Replay;
using AgentFunctions.Embedded.Documents;
using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>The engine's tables: every method is one transaction. Turns and activities are written only under a living lease; what clients ask for needs none.</summary>
internal sealed class WorkflowStore(SqliteDocumentStore documents, TimeProvider time)
{
    private const int DueAtOnce = 1000;

    private StoreFile File => documents.File(StorePurpose.Runs);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    // Leases measure other processes: the system's clock, whatever is injected.
    private static long LeaseNow => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <returns>Until when the lease is.</returns>
    public Task<DateTimeOffset> RegisterAsync(string owner, TimeSpan life, CancellationToken cancellationToken) =>
        WriteAsync(connection =>
        {
            var until = LeaseNow + (long)life.TotalMilliseconds;
            OwnerTable.Register(connection, owner, until);
            return DateTimeOffset.FromUnixTimeMilliseconds(until);
        }, cancellationToken);

    /// <returns>Until when the lease is now; null where it is past.</returns>
    public Task<DateTimeOffset?> RenewAsync(string owner, TimeSpan life, CancellationToken cancellationToken) =>
        WriteAsync(connection =>
        {
            var (now, until) = (LeaseNow, LeaseNow + (long)life.TotalMilliseconds);
            return OwnerTable.Renew(connection, owner, now, until) ? DateTimeOffset.FromUnixTimeMilliseconds(until) : (DateTimeOffset?)null;
        }, cancellationToken);

    public Task ReleaseAsync(string owner, CancellationToken cancellationToken) =>
        WriteAsync(connection =>
        {
            OwnerTable.Release(connection, owner);
            return true;
        }, cancellationToken);

    public Task<int> ReleaseDeadAsync(CancellationToken cancellationToken) => WriteAsync(static connection => OwnerTable.ReleaseDead(connection, LeaseNow), cancellationToken);

    /// <returns>true and whether <paramref name="owner"/> has it; false where the id was used before.</returns>
    public Task<(bool Created, bool Owned)> ScheduleAsync(string id, string name, int version, JsonElement input, string? owner, CancellationToken cancellationToken)
    {
        var now = Now;
        var started = HistoryBytes.Write(new HistoryEvent { Kind = HistoryKind.Started, At = DateTimeOffset.FromUnixTimeMilliseconds(now), Payload = OrNull(input) });
        return WriteAsync(connection =>
        {
            var living = owner is not null && OwnerTable.IsAlive(connection, owner, LeaseNow) ? owner : null;
            if (InstanceTable.Insert(connection, id, name, version, null, living, now) is not { } key)
                return (false, false);
            MessageTable.Add(connection, key, started);
            return (true, living is not null);
        }, cancellationToken);
    }

    public Task<bool> RaiseAsync(string id, string eventName, JsonElement payload, CancellationToken cancellationToken)
    {
        var now = Now;
        var raised = HistoryBytes.Write(new HistoryEvent { Kind = HistoryKind.EventReceived, At = DateTimeOffset.FromUnixTimeMilliseconds(now), Name = eventName, Payload = OrNull(payload) });
        return WriteAsync(connection =>
        {
            if (InstanceTable.Find(connection, id) is not { IsActive: true } row)
                return false;
            MessageTable.Add(connection, row.Key, raised);
            InstanceTable.Wake(connection, row.Key, now);
            return true;
        }, cancellationToken);
    }

    public Task<bool> SuspendAsync(string id, bool suspended, CancellationToken cancellationToken) =>
        WriteAsync(
            connection => connection.Run("UPDATE workflow_instances SET suspended = ?2, wake = ?3, updated = ?4 WHERE id = ?1 AND status < 2", id, suspended ? 1L : 0L, suspended ? default(long?) : Now, Now) == 1,
            cancellationToken);

    public Task<List<string>> TerminateAsync(string id, string reason, CancellationToken cancellationToken) => WriteAsync(connection => InstanceEnd.Terminate(connection, id, reason, Now), cancellationToken);

    public Task<bool> PurgeAsync(string id, CancellationToken cancellationToken) => WriteAsync(connection => InstanceEnd.Purge(connection, id, Now), cancellationToken);

    /// <param name="id">Which instance.</param>
    /// <param name="versionOf">The newest version of a workflow; null for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<List<string>> RewindAsync(string id, Func<string, int?> versionOf, CancellationToken cancellationToken) =>
        WriteAsync(connection => new InstanceRewind(connection, versionOf, Now).Run(id), cancellationToken);

    public ValueTask<WorkflowInstance?> FindAsync(string id, CancellationToken cancellationToken) => File.ReadAsync(connection => InstanceReading.Find(connection, id), cancellationToken);

    public ValueTask<InstanceView?> ReadAsync(string id, bool withHistory, CancellationToken cancellationToken) =>
        File.ReadAsync(
            connection => InstanceTable.Find(connection, id) is { } row
                ? new InstanceView(row, MessageTable.Read(connection, row.Key), withHistory ? HistoryTable.Read(connection, row.Key) : null)
                : null,
            cancellationToken);

    /// <returns>The new epoch; null where it is another's, ended, suspended, or this process's lease is past.</returns>
    public Task<long?> ClaimAsync(string id, string owner, CancellationToken cancellationToken) =>
        WriteAsync(connection => OwnerTable.IsAlive(connection, owner, LeaseNow) ? InstanceTable.Claim(connection, id, owner) : null, cancellationToken);

    public Task<TurnResult> WriteTurnAsync(TurnWrite turn, string owner, CancellationToken cancellationToken) =>
        WriteAsync(connection => TurnWriter.Write(connection, turn, owner, LeaseNow, Now), cancellationToken);

    /// <summary>Claims activities that nobody has, one for each of <paramref name="claims"/> at most.</summary>
    public Task<List<ActivityTask>> ClaimTasksAsync(string owner, IReadOnlyList<long> claims, CancellationToken cancellationToken) =>
        WriteAsync(connection => OwnerTable.IsAlive(connection, owner, LeaseNow) ? TaskTable.Claim(connection, owner, claims) : [], cancellationToken);

    /// <summary>Leaves what was claimed by a write whose outcome is unknown to whoever comes.</summary>
    public Task FreeTasksAsync(IReadOnlyList<(string Owner, long Claim)> claims, CancellationToken cancellationToken) =>
        WriteAsync(connection =>
        {
            foreach (var (owner, claim) in claims)
                TaskTable.Free(connection, owner, claim);
            return true;
        }, cancellationToken);

    /// <summary>Hands an activity's end to its instance; false where the claim or the lease was lost: the result goes nowhere.</summary>
    public Task<bool> CompleteAsync(ActivityTask task, HistoryEvent ended, string owner, CancellationToken cancellationToken)
    {
        var now = Now;
        var body = HistoryBytes.Write(ended with { At = DateTimeOffset.FromUnixTimeMilliseconds(now) });
        return WriteAsync(connection =>
        {
            if (!OwnerTable.IsAlive(connection, owner, LeaseNow) || !TaskTable.Remove(connection, task))
                return false;
            MessageTable.Add(connection, task.Instance, body);
            InstanceTable.Wake(connection, task.Instance, now);
            return true;
        }, cancellationToken);
    }

    public ValueTask<WorkView> LookAsync(string owner, CancellationToken cancellationToken)
    {
        var now = Now;
        return File.ReadAsync(
            connection => new WorkView(
                InstanceTable.Due(connection, owner, now, DueAtOnce), TaskTable.AnyFree(connection), OwnerTable.AnyDead(connection, LeaseNow), InstanceTable.NextWake(connection, now)),
            cancellationToken);
    }

    private Task<T> WriteAsync<T>(Func<StoreConnection, T> work, CancellationToken cancellationToken) => File.WriteAsync(work, cancellationToken);

    private static JsonElement? OrNull(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? null : value;
}
