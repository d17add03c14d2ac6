using System.Net.Http.Headers;
using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Gateway.Models.Providers.OpenAI;
using AgentFunctions.Gateway.Models.Stages;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Upstream;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.TestKit.Hosting;

/// <summary>
/// The HTTP application on real Kestrel with a scripted upstream behind it. Declared: provider <c>up</c> (the upstream, with a credential), provider <c>sim</c>, models <c>m</c> (deployment <c>m</c> at
/// <c>up</c>), <c>alias</c> (deployment <c>real-name</c>), <c>sim-*</c>, <c>hidden</c>, and the agents <c>demo</c> (everything but <c>hidden</c>) and <c>other</c>.
/// </summary>
public sealed class ModelApp : IAsyncDisposable
{
    /// <summary>Value of the provider's credential; must appear nowhere but on the wire to the upstream.</summary>
    public const string Canary = "sk-canary-7f3a9c51d2e84b06";

    private ModelApp(LoopbackApp app, ScriptedUpstream upstream, FakeControlPlaneView view, FakeAuthenticator authenticator)
    {
        (App, Upstream, View, Authenticator) = (app, upstream, view, authenticator);
        App.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", FakeAuthenticator.KeyOf("demo"));
    }

    public LoopbackApp App { get; }

    /// <summary>Sends <c>demo</c>'s key.</summary>
    public HttpClient Client => App.Client;

    public ScriptedUpstream Upstream { get; }

    public FakeControlPlaneView View { get; }

    public FakeAuthenticator Authenticator { get; }

    /// <param name="configure">Declares more, or replaces what is declared.</param>
    /// <param name="options">Changes the gateway's options.</param>
    /// <param name="services">Adds or replaces services.</param>
    /// <param name="logs">Sees every log line.</param>
    /// <param name="secure">The upstream speaks TLS and its certificate is trusted.</param>
    public static async Task<ModelApp> StartAsync(
        Action<FakeControlPlaneView, ScriptedUpstream>? configure = null, Action<GatewayOptions>? options = null, Action<IServiceCollection>? services = null, ILoggerProvider? logs = null,
        bool secure = false)
    {
        var upstream = ScriptedUpstream.Start(secure);
        var view = Declare(new FakeControlPlaneView(), upstream);
        configure?.Invoke(view, upstream);
        var authenticator = new FakeAuthenticator(view);
        var app = await LoopbackApp.StartAsync(
            collection =>
            {
                collection.AddSingleton<Core.Identity.IAuthenticator>(authenticator);
                collection.AddSingleton<IControlPlane>(new FakeControlPlane(view));
                collection.AddSingleton<IDocumentStore>(new InMemoryDocumentStore(TimeProvider.System));
                collection.AddSingleton<ISecretSource>(new FakeSecretSource().With("up-key", Canary));
                if (secure) collection.AddSingleton(new UpstreamTransport(handler => handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => upstream.IsOwn(certificate)));
                if (options is not null) collection.Configure(options);
                services?.Invoke(collection);
            },
            logs: logs);
        return new ModelApp(app, upstream, view, authenticator);
    }

    public static FakeControlPlaneView Declare(FakeControlPlaneView view, ScriptedUpstream upstream)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(upstream);
        return view
            .With("up", new ProviderSpec { Type = "openai", Endpoint = upstream.Endpoint, Credential = new CredentialSpec { SecretRef = "up-key" } })
            .With("sim", new ProviderSpec { Type = "simulated" })
            .With("m", new ModelSpec { Targets = [new TargetSpec { Provider = "up", Deployment = "m" }], Retry = new RetrySpec { Attempts = 1 } })
            .With("alias", new ModelSpec { Targets = [new TargetSpec { Provider = "up", Deployment = "real-name" }], Retry = new RetrySpec { Attempts = 1 } })
            .With("hidden", new ModelSpec { Targets = [new TargetSpec { Provider = "sim", Deployment = "sim-small" }] })
            .With("sim-*", new ModelSpec { Targets = [new TargetSpec { Provider = "sim" }], Retry = new RetrySpec { Attempts = 1 } })
            .With("demo", new AgentSpec { Models = ["m", "alias", "sim-*", "absent"] })
            .With("other", new AgentSpec { Models = ["*"] });
    }

    /// <summary>Posts raw bytes as JSON.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, byte[] body, string? key = null, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>Posts text as JSON.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string body, string? key = null, CancellationToken cancellationToken = default) =>
        PostAsync(path, Encoding.UTF8.GetBytes(body), key, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Upstream.DisposeAsync();
    }
}
