using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace AgentFunctions.Http.Tests.Hosting;

/// <summary>
/// The Functions host's rule: functions in alphabetical order of their names, ignoring case; of their templates the first that matches wins, however unspecific it is. The host matches
/// with this same <see cref="TemplateMatcher"/> (it routes with ASP.NET Core's template routes, not with endpoint routing).
/// </summary>
internal static class FunctionsHostRouter
{
    private static readonly IReadOnlyList<(RouteSurface Surface, TemplateMatcher Matcher)> Routes =
    [
        .. RouteSurfaces.All
            .OrderBy(surface => surface.FunctionName, StringComparer.OrdinalIgnoreCase)
            .Select(surface => (surface, new TemplateMatcher(TemplateParser.Parse(surface.RouteTemplate), new RouteValueDictionary()))),
    ];

    /// <summary>Name of the function that gets the request, or null when none matches and the host answers itself.</summary>
    public static string? Resolve(PathString path) =>
        Routes.FirstOrDefault(route => route.Matcher.TryMatch(path, new RouteValueDictionary())).Surface?.FunctionName;
}
