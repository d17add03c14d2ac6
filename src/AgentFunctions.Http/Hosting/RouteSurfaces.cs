namespace AgentFunctions.Http.Hosting;

/// <summary>
/// The surfaces of the application: for each, the name and route template of the one function that serves it in the Functions host. That host tries functions in alphabetical order of
/// their names, ignoring case, and the first template that matches wins; therefore the root, which matches everything, has the last name. Every endpoint lies in one of the surfaces.
/// </summary>
public static class RouteSurfaces
{
    public const string ApiName = "Api";
    public const string ApiRoute = "api/{*path}";

    /// <summary>The pages on which people look at approvals and decide.</summary>
    public const string ApprovalsName = "Approvals";
    public const string ApprovalsRoute = "approvals/{*path}";

    public const string HealthName = "Health";
    public const string HealthRoute = "health/{*path}";

    public const string MetricsName = "Metrics";
    public const string MetricsRoute = "metrics";

    public const string OpenAiName = "OpenAi";
    public const string OpenAiRoute = "openai/{*path}";

    public const string OpenApiName = "OpenApi";
    public const string OpenApiRoute = "openapi.json";

    public const string V1Name = "V1";
    public const string V1Route = "v1/{*path}";

    /// <summary>Everything else: the start page, and errors in our own form for paths that do not exist.</summary>
    public const string RootName = "ZRoot";
    public const string RootRoute = "{*path}";

    /// <summary>Every surface.</summary>
    public static IReadOnlyList<RouteSurface> All { get; } =
    [
        new(ApiName, ApiRoute),
        new(ApprovalsName, ApprovalsRoute),
        new(HealthName, HealthRoute),
        new(MetricsName, MetricsRoute),
        new(OpenAiName, OpenAiRoute),
        new(OpenApiName, OpenApiRoute),
        new(V1Name, V1Route),
        new(RootName, RootRoute),
    ];
}
