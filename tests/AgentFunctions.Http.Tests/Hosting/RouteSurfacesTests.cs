using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace AgentFunctions.Http.Tests.Hosting;

/// <summary>DESIGN section 16: the Functions host gives every request to the function of its own surface.</summary>
public sealed class RouteSurfacesTests
{
    [Fact]
    public async Task Resolve_EveryEndpointOfTheApplication_IsItsOwnSurface()
    {
        var endpoints = await MappedEndpointsAsync();

        Assert.NotEmpty(endpoints);
        Assert.All(endpoints, endpoint =>
        {
            var path = SamplePath(endpoint.RoutePattern);
            Assert.Equal((path, OwnSurface(path)), (path, FunctionsHostRouter.Resolve(path)));
        });
    }

    [Fact]
    public async Task Endpoints_OfTheApplication_AvoidTheHostsOwnPrefixes() =>
        Assert.DoesNotContain(await MappedEndpointsAsync(), endpoint => IsReserved(SamplePath(endpoint.RoutePattern)));

    [Fact]
    public void Templates_OfAllSurfaces_AvoidTheHostsOwnPrefixes() =>
        Assert.DoesNotContain(RouteSurfaces.All, surface => IsReserved("/" + surface.RouteTemplate));

    [Fact]
    public void FunctionNames_OfAllSurfaces_PutTheRootLast() =>
        Assert.Equal(RouteSurfaces.RootName, RouteSurfaces.All.Select(surface => surface.FunctionName).Order(StringComparer.OrdinalIgnoreCase).Last());

    [Fact]
    public void FunctionNames_OfAllSurfaces_AreUniqueIgnoringCase() =>
        Assert.Equal(RouteSurfaces.All.Count, RouteSurfaces.All.Select(surface => surface.FunctionName).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Theory]
    [InlineData("/", RouteSurfaces.RootName)]
    [InlineData("/no/such/path", RouteSurfaces.RootName)]
    [InlineData("/v1", RouteSurfaces.V1Name)]
    [InlineData("/v1/", RouteSurfaces.V1Name)]
    [InlineData("/v1/chat/completions", RouteSurfaces.V1Name)]
    [InlineData("/V1/Chat/Completions", RouteSurfaces.V1Name)]
    [InlineData("/v10/chat/completions", RouteSurfaces.RootName)]
    [InlineData("/openai/v1/responses", RouteSurfaces.OpenAiName)]
    [InlineData("/openai/deployments/gpt-4o/chat/completions", RouteSurfaces.OpenAiName)]
    [InlineData("/openapi.json", RouteSurfaces.OpenApiName)]
    [InlineData("/openapi.yaml", RouteSurfaces.RootName)]
    [InlineData("/api/keys/k1/rotate", RouteSurfaces.ApiName)]
    [InlineData("/apis", RouteSurfaces.RootName)]
    [InlineData("/health/ready", RouteSurfaces.HealthName)]
    [InlineData("/metrics", RouteSurfaces.MetricsName)]
    [InlineData("/metrics/more", RouteSurfaces.RootName)]
    public void Resolve_Path_IsTheSurfaceThatOwnsIt(string path, string functionName) =>
        Assert.Equal(functionName, FunctionsHostRouter.Resolve(path));

    private static async Task<IReadOnlyList<RouteEndpoint>> MappedEndpointsAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddAgentFunctionsHttp();
        builder.Services.AddAgentFunctionsOpenTelemetry(builder.Configuration);
        await using var app = builder.Build();
        app.MapAgentFunctions();
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];
    }

    // A new first segment needs a surface (and so a trigger) of its own; only the start page may live in the root.
    private static string OwnSurface(string path)
    {
        if (path == "/") return RouteSurfaces.RootName;
        var first = path.Split('/')[1];
        return RouteSurfaces.All.SingleOrDefault(surface => surface.RouteTemplate.Split('/')[0] == first)?.FunctionName
            ?? $"a surface for /{first} in RouteSurfaces";
    }

    private static bool IsReserved(string path) =>
        path.StartsWith("/admin", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/runtime", StringComparison.OrdinalIgnoreCase);

    private static string SamplePath(RoutePattern pattern) =>
        "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(Sample))));

    private static string Sample(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart { IsCatchAll: true } => "a/b",
        _ => "a",
    };
}
