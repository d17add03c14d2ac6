using System.Reflection;

namespace AgentFunctions.Cloud.Tests.Cosmos.Accounts;

/// <summary>Runs every test of a suite, each on an instance of its own as the test runner does, and tells of all that failed.</summary>
internal static class SuiteRunner
{
    public static async Task<IReadOnlyList<string>> RunAsync(Type suite)
    {
        var failures = new List<string>();
        foreach (var method in suite.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(static method => method.GetCustomAttribute<FactAttribute>() is not null))
        {
            foreach (var arguments in Arguments(method))
            {
                try
                {
                    await OneAsync(suite, method, arguments);
                }
#pragma warning disable CA1031 // Whatever a test fails by is its failure; the others run all the same.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    failures.Add($"{suite.Name}.{method.Name}({string.Join(", ", arguments)}): {(exception as TargetInvocationException)?.InnerException ?? exception}");
                }
            }
        }

        return failures;
    }

    private static async Task OneAsync(Type suite, MethodInfo method, object?[] arguments)
    {
        var test = Activator.CreateInstance(suite)!;
        var life = (IAsyncLifetime)test;
        await life.InitializeAsync();
        try
        {
            if (method.Invoke(test, arguments) is Task running) await running;
        }
        finally
        {
            await life.DisposeAsync();
        }
    }

    private static IEnumerable<object?[]> Arguments(MethodInfo method) =>
        method.GetCustomAttribute<TheoryAttribute>() is null ? [[]] : method.GetCustomAttributes().OfType<Xunit.Sdk.DataAttribute>().SelectMany(data => data.GetData(method));
}
