using System.Net;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Sending;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Gateway.Egress;
using AgentFunctions.Gateway.Notifications;
using AgentFunctions.Gateway.Tests.Egress;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Gateway.Tests.Notifications;

/// <summary>The channels as the host registers them, with names and exceptions a test sets.</summary>
internal sealed class ChannelHarness : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public ChannelHarness(FakeTimeProvider? time = null, ISigningSecrets? signing = null, params IPEndPoint[] allowed)
    {
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IDocumentStore>(new InMemoryDocumentStore(Time));
        services.AddSingleton<ISecretSource>(Secrets);
        services.AddSingleton<IHostResolver>(Names);
        if (signing is not null) services.AddSingleton(signing);
        services.AddAgentFunctionsNotifications().AddNotificationChannels();
        services.Configure<EgressOptions>(o => o.AllowPrivate = string.Join(',', allowed.Select(a => a.ToString())));
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; }

    public FakeSecretSource Secrets { get; } = new();

    public FakeHostResolver Names { get; } = new();

    public CapturedLogs Logs { get; } = new();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<SendResult> SendAsync(NotificationSpec spec, NotificationEvent? value = null, CancellationToken cancellationToken = default) =>
        await Get<NotificationSender>().SendAsync(new NotificationMessage("default", new Notification("n", spec), value ?? Event()), cancellationToken);

    public NotificationEvent Event(string summary = "Key k-1 was revoked by operator/ops.") =>
        NotificationEvents.Create(EventTypes.KeyRevoked, NotificationSeverity.Warning, "default", "t", "keys/k-1", summary, Time.GetUtcNow(), ("key", "k-1"));

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
