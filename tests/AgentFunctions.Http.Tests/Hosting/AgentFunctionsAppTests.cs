using System.Net;
using AgentFunctions.Core.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Hosting;

public sealed class AgentFunctionsAppTests
{
    [Fact]
    public async Task InvokeAsync_EnteredTwice_Throws()
    {
        Exception? caught = null;
        await using var app = await TestApps.StartAsync(inner => async context =>
        {
            await inner.InvokeAsync(context);
            caught = await Record.ExceptionAsync(() => inner.InvokeAsync(context));
        });

        var response = await app.Client.GetAsync("/health/live");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.IsType<InvalidOperationException>(caught);
    }

    [Fact]
    public async Task InvokeAsync_HostRoutedTheRequest_IgnoresItsEndpointAndRestoresIt()
    {
        var hostEndpoint = new Endpoint(static _ => throw new InvalidOperationException("the host's endpoint must not run"), EndpointMetadataCollection.Empty, "host");
        Endpoint? after = null;
        object? routeValue = null;
        await using var app = await TestApps.StartAsync(inner => async context =>
        {
            context.SetEndpoint(hostEndpoint);
            context.Request.RouteValues = new RouteValueDictionary { ["path"] = "chat/completions" };
            await inner.InvokeAsync(context);
            after = context.GetEndpoint();
            routeValue = context.Request.RouteValues["path"];
        });

        Assert.Equal("""{"status":"live"}""", await app.Client.GetStringAsync("/health/live"));
        Assert.Same(hostEndpoint, after);
        Assert.Equal("chat/completions", routeValue);
    }

    [Fact]
    public async Task InvokeAsync_HostSetsNoAccessor_SetsItForTheInnerPipeline()
    {
        var accessor = new HttpContextAccessor();
        var controlPlane = new AccessorProbe(accessor);
        await using var app = await TestApps.StartAsync(
            inner => context =>
            {
                accessor.HttpContext = null;
                return inner.InvokeAsync(context);
            },
            controlPlane: controlPlane,
            configure: services => services.AddSingleton<IHttpContextAccessor>(accessor));

        await app.Client.GetAsync("/health/ready");

        Assert.True(controlPlane.SawContext);
    }

    [Fact]
    public async Task RequestId_AnyAnswer_IsOursAndTheCallersIsEchoed()
    {
        await using var app = await TestApps.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nowhere");
        request.Headers.Add("x-request-id", "mine");

        var response = await app.Client.SendAsync(request);

        Assert.StartsWith("req_", Assert.Single(response.Headers.GetValues("x-request-id")), StringComparison.Ordinal);
        Assert.Equal("mine", Assert.Single(response.Headers.GetValues("x-client-request-id")));
    }

    [Fact]
    public async Task RequestId_CallersIsNotVisibleAscii_IsNotEchoed()
    {
        await using var app = await TestApps.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.TryAddWithoutValidation("x-client-request-id", "two words");

        var response = await app.Client.SendAsync(request);

        Assert.False(response.Headers.Contains("x-client-request-id"));
    }

    private sealed class AccessorProbe(HttpContextAccessor accessor) : IControlPlane
    {
        public bool SawContext { get; private set; }

        public ValueTask<ControlPlaneView?> GetViewAsync(string tenantId, CancellationToken cancellationToken)
        {
            SawContext = accessor.HttpContext is not null;
            return default;
        }
    }
}
