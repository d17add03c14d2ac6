using System.Reflection;
using AgentFunctions.Functions.Surfaces;
using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions.Tests.Surfaces;

/// <summary>DESIGN section 16: the form of a trigger, as the worker reads it.</summary>
public sealed class TriggerTests
{
    [Fact]
    public void HttpFunctions_OfTheAssembly_AreTheSurfaces() =>
        Assert.Equal(
            RouteSurfaces.All.Select(surface => (surface.FunctionName, surface.RouteTemplate)).Order(),
            HttpFunctions().Select(function => (function.Attribute.Name, Trigger(function.Method)!.Route!)).Order());

    [Fact]
    public void HttpFunctions_All_TakeARequestAndReturnTask() =>
        Assert.All(HttpFunctions(), function =>
        {
            var parameters = function.Method.GetParameters();
            Assert.Equal(typeof(HttpRequest), parameters[0].ParameterType);
            Assert.All(parameters[1..], parameter => Assert.NotNull(parameter.GetCustomAttribute<DurableClientAttribute>()));
            Assert.Equal(typeof(Task), function.Method.ReturnType);
        });

    [Fact]
    public void HttpFunctions_All_LeaveMethodsAndKeysToTheApplication() =>
        Assert.All(HttpFunctions(), function =>
        {
            var trigger = Trigger(function.Method)!;
            Assert.Null(trigger.Methods);
            Assert.Equal(AuthorizationLevel.Anonymous, trigger.AuthLevel);
        });

    // The generated executor calls public methods of public classes directly; others go through reflection on every request.
    [Fact]
    public void Functions_All_AreVisibleToTheGeneratedExecutor() =>
        Assert.All(FunctionMethods.All(), function => Assert.True(function.Method.IsPublic && function.Method.DeclaringType!.IsVisible));

    private static IEnumerable<(MethodInfo Method, FunctionAttribute Attribute)> HttpFunctions() => FunctionMethods.All().Where(static function => Trigger(function.Method) is not null);

    private static HttpTriggerAttribute? Trigger(MethodInfo method) => method.GetParameters()[0].GetCustomAttribute<HttpTriggerAttribute>();
}
