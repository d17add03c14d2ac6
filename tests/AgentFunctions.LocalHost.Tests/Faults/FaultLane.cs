using AgentFunctions.LocalHost.Tests.Limits;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Faults;
using AgentFunctions.TestKit.Processes;
using Microsoft.Data.Sqlite;

namespace AgentFunctions.LocalHost.Tests.Faults;

/// <summary>A data folder with an agent of its own, the shop outside, and the processes that work on the folder, which a test may strike.</summary>
internal sealed class FaultLane : IAsyncDisposable
{
    public const string Agent = "worker";

    /// <summary>The shortest that the engine takes.</summary>
    public static readonly TimeSpan LeaseLife = TimeSpan.FromSeconds(3);

    private const string Schema = """ "inputSchema":{"type":"object","properties":{"orderId":{"type":"string"}},"required":["orderId"],"additionalProperties":false} """;
    private readonly TemporaryFolder _folder = new();
    private readonly List<LocalHostProcess> _started = [];

    private FaultLane(CountingShop shop)
    {
        Shop = shop;
        Ledger = new StoredLedger(_folder.Data);
    }

    public CountingShop Shop { get; }

    public StoredLedger Ledger { get; }

    public LocalHostProcess Host { get; set; } = null!;

    public string AgentKey { get; private set; } = "";

    public string ApproverKey { get; private set; } = "";

    public static async Task<FaultLane> StartAsync()
    {
        var lane = new FaultLane(await CountingShop.StartAsync());
        lane.Host = await lane.LaunchAsync();
        await lane.DeclareAsync();
        return lane;
    }

    /// <summary>Another process on the folder.</summary>
    public async Task<LocalHostProcess> LaunchAsync()
    {
        // What a dead process held is charged soon, and its work taken over soon.
        var environment = new Dictionary<string, string?>(FaultPoints.Environment)
        {
            ["AGENTFUNCTIONS_EGRESS_ALLOW_PRIVATE"] = Shop.Endpoint,
            ["AgentFunctions__Ledger__OwnerLife"] = "00:00:03",
            ["AgentFunctions__Ledger__SweepInterval"] = "00:00:01",
            ["AgentFunctions__Workflows__LeaseLife"] = LeaseLife.ToString(),
        };
        var host = await LocalHostProcess.StartAsync(_folder.Data, environment: environment);
        _started.Add(host);
        return host;
    }

    /// <summary>Ends the process this instant, unless it is gone already, and starts another.</summary>
    public async Task RestartAsync()
    {
        if (!Host.HasExited) await Host.KillAsync();
        Host = await LaunchAsync();
    }

    /// <summary>Where the process was stopped while another thread of it wrote, nobody could write before it goes on: it is stopped a little later.</summary>
    public void FreeStore()
    {
        while (!CanWrite())
        {
            Host.Signal("CONT");
            Host.Signal("STOP");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _started) await host.DisposeAsync();
        Ledger.Dispose();
        await Shop.DisposeAsync();
        _folder.Dispose();
    }

    private bool CanWrite() => Directory.GetFiles(_folder.Data, "*.db").All(static file =>
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=false;Default Timeout=1");
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
    });

    private async Task DeclareAsync()
    {
        // What the demo set allows an agent a day is not enough for what dead processes are charged.
        (await Host.ApiAsync(HttpMethod.Delete, "/api/quotas/agent-daily")).Ok();
        await Host.DeclareAsync("providers", "counting", $$"""{"type":"openai","endpoint":"{{Shop.Url}}/v1"}""");
        await Host.DeclareAsync("prices", "counting", """{"input":"1000","output":"1000"}""");
        await Host.DeclareAsync("models", "counting", """{"targets":[{"provider":"counting","price":"counting"}],"retry":{"attempts":1}}""");
        await Host.DeclareAsync("tools", "orders.get", Tool(CountingShop.Lookup, """ "sideEffect":"none" """));
        await Host.DeclareAsync("tools", "meter.add", Tool(CountingShop.Meter, """ "sideEffect":"reversible","idempotent":true """));
        await Host.DeclareAsync("tools", "card.charge", Tool(CountingShop.Charge, """ "sideEffect":"reversible","idempotent":false """));
        await Host.DeclareAsync("tools", "refunds.create", Tool(CountingShop.Refund, """ "sideEffect":"irreversible","idempotent":true,"approval":{"approvers":["principals/ann"]} """));
        await Host.DeclareAsync("agents", Agent, """{"models":["counting"],"tools":["orders.get","meter.add","card.charge","refunds.create"],"limits":{"steps":20,"deadline":"01:00:00"}}""");
        await Host.DeclareAsync("quotas", "worker-usd", """{"scope":"agents/worker","unit":"usd","window":"total","amount":"100000"}""");
        await Host.DeclareAsync("quotas", "worker-requests", """{"scope":"agents/worker","unit":"requests","window":"total","amount":"1000000"}""");
        await Host.DeclareAsync("quotas", "worker-concurrent", """{"scope":"agents/worker","unit":"concurrent","amount":"1000"}""");
        AgentKey = (await Host.IssueKeyAsync(Agent)).Key;
        ApproverKey = (await Host.ApiAsync(HttpMethod.Post, "/api/keys", """{"principal":"ann"}""")).Ok().Json.GetProperty("key").GetString()!;
    }

    private string Tool(string path, string more) => $$"""{"type":"http",{{Schema}},"request":{"method":"POST","url":"{{Shop.Url}}/{{path}}"},{{more}}}""";
}
