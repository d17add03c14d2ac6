using System.Globalization;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Embedded.Workflows;
using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.TestKit.Processes;
using AgentFunctions.TestKit.Workflows;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Embedded.Tests.Workflows;

/// <summary>A data folder on which other processes run workflows; this one only starts instances and looks.</summary>
internal sealed class WorkflowFolder : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _provider;

    public WorkflowFolder()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddEmbeddedStores(options => options.DataDirectory = _folder.Data);
        services.AddEmbeddedWorkflows();
        services.AddWorkflow(WorkflowEntry.Create(new WorkflowName<int, string[]>("Steps"), 1, static _ => throw new InvalidOperationException("Runs elsewhere.")));
        _provider = services.BuildServiceProvider();
    }

    public IWorkflowClient Client => _provider.GetRequiredService<IWorkflowClient>();

    public Task<WorkerProcess> StartAsync(TimeSpan lease, TimeSpan effort) => ReadyAsync(WorkerProcess.Start("workflows", _folder.Data, Text(lease), Text(effort)));

    public async Task ScheduleAsync(string id, int steps) => Assert.True(await Client.ScheduleAsync(id, "Steps", WorkflowHarness.Json(steps), CancellationToken.None));

    public async Task<WorkflowInstance> EndAsync(string id)
    {
        using var deadline = new CancellationTokenSource(Patience);
        return (await Client.WaitForEndAsync(id, deadline.Token))!;
    }

    /// <summary>The effects that ran, in whatever process.</summary>
    public IReadOnlyList<string> Effects() => [.. Directory.EnumerateFiles(_folder.Data, "effects-*.txt").SelectMany(File.ReadAllLines)];

    /// <summary>Everything the engine has stored of instances, as text that changes when anything does.</summary>
    public IReadOnlyList<string> Records() =>
    [
        .. Query("SELECT i.id || ' ' || i.status || ' ' || i.epoch || ' ' || coalesce(i.owner, '-') || ' ' || i.updated FROM workflow_instances i ORDER BY i.id"),
        .. Query("SELECT instance || ' ' || seq || ' ' || CAST(body AS TEXT) FROM workflow_history ORDER BY instance, seq"),
        .. Query("SELECT instance || ' ' || seq FROM workflow_messages"),
        .. Query("SELECT instance || ' ' || task FROM workflow_tasks"),
    ];

    /// <summary>Leases that are held.</summary>
    public IReadOnlyList<string> Owners() => Query("SELECT id FROM workflow_owners ORDER BY id");

    /// <summary>Results that are in histories more than once.</summary>
    public IReadOnlyList<string> Doubled() =>
        Query(
            """
            SELECT instance || ' ' || task FROM
              (SELECT instance, json_extract(CAST(body AS TEXT), '$.taskId') AS task, json_extract(CAST(body AS TEXT), '$.kind') AS kind FROM workflow_history)
            WHERE kind LIKE 'Activity%' GROUP BY instance, kind, task HAVING count(*) > 1
            """);

    /// <summary>Results in histories.</summary>
    public int Recorded() => Query("SELECT instance FROM workflow_history WHERE json_extract(CAST(body AS TEXT), '$.kind') = 'ActivityCompleted'").Count;

    /// <summary>Takes every lease away, and lets nobody have one.</summary>
    public void RefuseOwners() => Query("CREATE TRIGGER refuse_owners BEFORE INSERT ON workflow_owners BEGIN SELECT RAISE(ABORT, 'refused by a test'); END; DELETE FROM workflow_owners");

    public void AllowOwners() => Query("DROP TRIGGER refuse_owners");

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Stops a process between two of its transactions: one that is stopped within holds the file's write lock, and nobody can write before it goes on or is killed.</summary>
    public void Stop(WorkerProcess worker)
    {
        for (worker.Signal("STOP"); !CanWrite(); worker.Signal("STOP"))
            worker.Signal("CONT");
    }

    private bool CanWrite()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Data, "runs.db")};Pooling=false;Default Timeout=1");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE; ROLLBACK";
        try
        {
            command.ExecuteNonQuery();
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private List<string> Query(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Data, "runs.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
            rows.Add(reader.GetValue(0).ToString()!);
        return rows;
    }

    private static async Task<WorkerProcess> ReadyAsync(WorkerProcess worker)
    {
        await worker.ExpectReadyAsync();
        return worker;
    }

    private static string Text(TimeSpan time) => time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
}
