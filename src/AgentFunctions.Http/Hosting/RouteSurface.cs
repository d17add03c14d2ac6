namespace AgentFunctions.Http.Hosting;

/// <summary>One surface of the application as the Functions host sees it.</summary>
/// <param name="FunctionName">Name of its function; its place in the alphabet is its priority.</param>
/// <param name="RouteTemplate">Route of its HTTP trigger, without a leading slash.</param>
public sealed record RouteSurface(string FunctionName, string RouteTemplate);
