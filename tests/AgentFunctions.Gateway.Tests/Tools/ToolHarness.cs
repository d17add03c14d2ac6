using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Tools.BuiltIn;
using AgentFunctions.Core.Tools.Declaration;
using AgentFunctions.Gateway.Egress;
using AgentFunctions.Gateway.Tests.Egress;
using AgentFunctions.Gateway.Tools;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Gateway.Tests.Tools;

/// <summary>The tool gateway in process, a tool server on Kestrel, approvals that a test decides. Agent <c>a</c> may use the tools <c>t.*</c>.</summary>
internal sealed class ToolHarness : IAsyncDisposable
{
    /// <summary>Value of the secret <c>key</c>; must appear nowhere but on the wire to the tool.</summary>
    public const string Canary = "tk-canary-91c7e02b55d84f6a";

    private ServiceProvider _services;
    private int _calls;

    private ToolHarness(ToolServer server, TimeProvider time)
    {
        (Server, Time) = (server, time);
        Store = new FaultyDocumentStore(new InMemoryDocumentStore(time));
        View = new FakeControlPlaneView { Time = time };
        View.With("a", new AgentSpec { Tools = ["t.*"], Owner = "olga" }).With("b", new AgentSpec { Tools = ["other"] });
        AllowPrivate = server.Endpoint;
        _services = Build();
    }

    public ToolServer Server { get; }

    public TimeProvider Time { get; }

    public FaultyDocumentStore Store { get; }

    public FakeControlPlaneView View { get; }

    public ScriptedApprovals Approvals { get; } = new();

    public FakeSecretSource Secrets { get; } = new FakeSecretSource().With("key", Canary);

    public FakeHostResolver Names { get; } = new();

    public string AllowPrivate { get; set; }

    public IServiceProvider Services => _services;

    /// <summary>A tool that is code; set before <see cref="RestartAsync"/>.</summary>
    public IBuiltInTool? BuiltIn { get; set; }

    public static async Task<ToolHarness> StartAsync(TimeProvider? time = null) => new(await ToolServer.StartAsync(), time ?? TimeProvider.System);

    /// <summary>Another process over the same store: what the first had in memory is gone.</summary>
    public async Task RestartAsync()
    {
        await _services.DisposeAsync();
        _services = Build();
    }

    /// <summary>Declares the tool <c>t.one</c> at the server.</summary>
    public ToolHarness Tool(string method = "POST", string path = "/do", ToolSideEffect? effect = null, bool idempotent = false, string? schema = null, Func<ToolSpec, ToolSpec>? change = null, string etag = "etag-1")
    {
        var spec = new ToolSpec
        {
            Type = ToolSpec.Http,
            Request = new ToolRequestSpec { Method = method, Url = Server.Url + path },
            InputSchema = JsonDocument.Parse(schema ?? """{"type":"object","properties":{"id":{"type":"string"},"amount":{"type":"integer"}},"additionalProperties":true}""").RootElement,
            SideEffect = effect,
            Idempotent = idempotent,
            Approval = new ToolApprovalSpec { Required = ToolApprovalSpec.Never },
            Timeout = TimeSpan.FromSeconds(10),
        };
        View.With("t.one", change?.Invoke(spec) ?? spec, etag: etag);
        return this;
    }

    public async Task<ToolCall> CallAsync(string arguments = "{}", string key = "k1", string? step = null, string? approval = null, string agent = "a", string tool = "t.one", string? run = null) => new()
    {
        CallId = $"call{Interlocked.Increment(ref _calls)}",
        Caller = new Caller(new Principal(Tenants.Default, PrincipalKind.Agent, agent), "key-1", await View.FindAgentAsync(agent, default), View),
        Tool = tool,
        Arguments = JsonDocument.Parse(arguments).RootElement,
        IdempotencyKey = key,
        RunId = run ?? (step is null ? null : "run_1"),
        StepId = step,
        ApprovalId = approval,
    };

    public async Task<ToolAnswer> InvokeAsync(string arguments = "{}", string key = "k1", string? step = null, string? approval = null, string agent = "a", string tool = "t.one", string? run = null, long rewinds = 0) =>
        await SendAsync(await CallAsync(arguments, key, step, approval, agent, tool, run) with { Rewinds = rewinds });

    public async Task<ToolAnswer> SendAsync(ToolCall call, CancellationToken cancellationToken = default) => await _services.GetRequiredService<IToolGateway>().InvokeAsync(call, cancellationToken);

    public async Task<LimitState> StateAsync(LimitScope scope, LimitUnit unit)
    {
        var limit = View.ResolveLimits(scope, null).Single(l => l.Unit == unit);
        return await _services.GetRequiredService<ILedger>().ReadAsync(Tenants.Default, limit, default);
    }

    public static ToolResult Result(ToolAnswer answer) => Assert.IsType<ToolAnswer.Completed>(answer).Result;

    public static string Code(ToolAnswer answer) => Assert.IsType<ToolAnswer.Refused>(answer).Error.Code;

    public static Approval Asked(ToolAnswer answer) => Assert.IsType<ToolAnswer.NeedsApproval>(answer).Approval;

    public static Approval Unknown(ToolAnswer answer) => Assert.IsType<ToolAnswer.OutcomeUnknown>(answer).Approval;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddSingleton(Time);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton<IDocumentStore>(Store);
        services.AddSingleton<ISecretSource>(Secrets);
        services.AddSingleton<IApprovals>(Approvals);
        services.AddSingleton<IHostResolver>(Names);
        if (BuiltIn is { } code) services.AddSingleton(code);
        services.AddToolGateway();
        services.Configure<EgressOptions>(options => (options.AllowPrivate, options.InAzure) = (AllowPrivate, false));
        return services.BuildServiceProvider();
    }
}
