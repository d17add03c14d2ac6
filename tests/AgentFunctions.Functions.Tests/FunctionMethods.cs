using System.Reflection;
using AgentFunctions.Functions.Surfaces;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions.Tests;

/// <summary>The functions of the host, as the worker finds them.</summary>
internal static class FunctionMethods
{
    public static IEnumerable<(MethodInfo Method, FunctionAttribute Attribute)> All() =>
        from type in typeof(V1Trigger).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let attribute = method.GetCustomAttribute<FunctionAttribute>()
        where attribute is not null
        select (method, attribute);
}
