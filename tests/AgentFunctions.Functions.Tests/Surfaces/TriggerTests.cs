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
    public void Functions_OfTheAssembly_AreTheSurfaces() =>
        Assert.Equal(
            RouteSurfaces.All.Select(surface => (surface.FunctionName, surface.RouteTemplate)).Order(),
            Functions().Select(function => (function.Attribute.Name, Trigger(function.Method).Route!)).Order());

    [Fact]
    public void Functions_All_TakeOneRequestAndReturnTask() =>
        Assert.All(Functions(), function =>
        {
            Assert.Equal(typeof(HttpRequest), Assert.Single(function.Method.GetParameters()).ParameterType);
            Assert.Equal(typeof(Task), function.Method.ReturnType);
        });

    [Fact]
    public void Functions_All_LeaveMethodsAndKeysToTheApplication() =>
        Assert.All(Functions(), function =>
        {
            var trigger = Trigger(function.Method);
            Assert.Null(trigger.Methods);
            Assert.Equal(AuthorizationLevel.Anonymous, trigger.AuthLevel);
        });

    // The generated executor calls public methods of public classes directly; others go through reflection on every request.
    [Fact]
    public void Functions_All_AreVisibleToTheGeneratedExecutor() =>
        Assert.All(Functions(), function => Assert.True(function.Method.IsPublic && function.Method.DeclaringType!.IsVisible));

    private static IEnumerable<(MethodInfo Method, FunctionAttribute Attribute)> Functions() =>
        from type in typeof(V1Trigger).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let attribute = method.GetCustomAttribute<FunctionAttribute>()
        where attribute is not null
        select (method, attribute);

    private static HttpTriggerAttribute Trigger(MethodInfo method) =>
        method.GetParameters()[0].GetCustomAttribute<HttpTriggerAttribute>() ?? throw new InvalidOperationException($"{method.DeclaringType}.{method.Name} has no HTTP trigger.");
}
