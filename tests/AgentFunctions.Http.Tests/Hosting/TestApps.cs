using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Http.Hosting;
using AgentFunctions.TestKit.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Hosting;

/// <summary>The application over fakes, for tests of the shell itself.</summary>
internal static class TestApps
{
    public static Task<LoopbackApp> StartAsync(
        Func<AgentFunctionsApp, RequestDelegate>? outer = null, IAuthenticator? authenticator = null, IControlPlane? controlPlane = null, Action<IServiceCollection>? configure = null)
    {
        var view = new FakeControlPlaneView().With("demo", new AgentSpec { Models = ["*"] });
        return LoopbackApp.StartAsync(
            services =>
            {
                services.AddSingleton(authenticator ?? new FakeAuthenticator(view));
                services.AddSingleton(controlPlane ?? new FakeControlPlane(view));
                configure?.Invoke(services);
            },
            outer);
    }
}
