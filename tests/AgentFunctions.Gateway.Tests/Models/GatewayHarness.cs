using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Gateway.Models;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Providers;
using AgentFunctions.Gateway.Models.Routing;
using AgentFunctions.Gateway.Models.Stages;
using AgentFunctions.Gateway.Models.Tokens;
using AgentFunctions.Gateway.Tests.Models.Tokens;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Gateway.Tests.Models;

/// <summary>The gateway in process over a fake provider and a clock that tests turn.</summary>
internal sealed class GatewayHarness : IAsyncDisposable
{
    public const string Answer = """{"id":"c1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3}}""";
    public const string Chat = """{"model":"m","messages":[{"role":"user","content":"Hi"}]}""";

    private readonly ServiceProvider _services;
    private int _calls;

    public GatewayHarness(Action<GatewayOptions>? options = null, Func<double>? random = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddLogging();
        services.AddMetrics();
        Faults = new FaultyDocumentStore(Store);
        services.AddSingleton<IDocumentStore>(Faults);
        services.AddSingleton<ISecretSource>(Secrets);
        services.AddSingleton<IModelProvider>(Provider);
        if (random is not null) services.AddSingleton(provider => new TargetSelector(provider.GetRequiredService<TargetHealthRegistry>(), random));
        services.AddSingleton(TokenCounterTests.Shared);
        services.AddModelGateway();
        services.AddLedgerUpkeep();
        if (options is not null) services.Configure(options);
        _services = services.BuildServiceProvider();
        View.With("p", new ProviderSpec { Type = "fake" }).With("q", new ProviderSpec { Type = "fake" }).With("sim", new ProviderSpec { Type = "simulated" })
            .With("a", new AgentSpec { Models = ["*"] }).With("b", new AgentSpec { Models = ["*"] });
    }

    public FakeTimeProvider Time { get; } = new();

    public FakeProvider Provider { get; } = new();

    public FakeSecretSource Secrets { get; } = new();

    public FakeControlPlaneView View { get; } = new();

    public InMemoryDocumentStore Store { get; } = new(TimeProvider.System);

    /// <summary>What the gateway sees of <see cref="Store"/>.</summary>
    public FaultyDocumentStore Faults { get; }

    public IModelGateway Gateway => _services.GetRequiredService<IModelGateway>();

    public Core.ModelCalls.IModelInvoker Invoker => _services.GetRequiredService<Core.ModelCalls.IModelInvoker>();

    public UsageEstimator Usage => _services.GetRequiredService<UsageEstimator>();

    /// <summary>Settles what the store did not take, as a host does that stops.</summary>
    public async Task SettleWaitingAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>().Where(static hosted => hosted.GetType().Name == "SettlementRetries")) await hosted.StopAsync(CancellationToken.None);
    }

    public static ResourceState State(OperatingState state) => new() { State = state, Reason = "for a reason", By = "operator/ops", At = default };

    /// <summary>Declares the model <c>m</c> with these deployments of provider <c>p</c>.</summary>
    public GatewayHarness Model(ModelSpec spec, ResourceState? state = null)
    {
        View.With("m", spec, state);
        return this;
    }

    public async Task<ModelCall> CallAsync(string body = Chat, ModelOperation operation = ModelOperation.Chat, string agent = "a", string? responseId = null, string? throttled = null) => new()
    {
        CallId = $"call{Interlocked.Increment(ref _calls)}",
        Operation = operation,
        Caller = new Caller(new Principal(Tenants.Default, PrincipalKind.Agent, agent), "k", await View.FindAgentAsync(agent, default), View) { Throttled = throttled },
        Body = Encoding.UTF8.GetBytes(body),
        ResponseId = responseId,
    };

    public async Task<ModelAnswer> AskAsync(string body = Chat, ModelOperation operation = ModelOperation.Chat, string agent = "a", string? throttled = null) =>
        await Gateway.InvokeAsync(await CallAsync(body, operation, agent, throttled: throttled), CancellationToken.None);

    /// <summary>Asks while turning the clock, for calls that wait between attempts.</summary>
    public async Task<ModelAnswer> AskTurningAsync(TimeSpan step, string body = Chat)
    {
        var asking = AskAsync(body);
        while (!asking.IsCompleted)
        {
            Time.Advance(step);
            await Task.WhenAny(asking, Task.Delay(1));
        }

        return await asking;
    }

    public static ApiError Error(ModelAnswer answer) => Assert.IsType<RefusedModelAnswer>(answer).Error;

    public static async Task<string> TextAsync(ModelAnswer answer)
    {
        var text = Encoding.UTF8.GetString(Assert.IsType<WholeModelAnswer>(answer).Body.Span);
        await answer.DisposeAsync();
        return text;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
