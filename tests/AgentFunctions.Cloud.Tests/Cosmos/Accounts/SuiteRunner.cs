using System.Reflection;

namespace AgentFunctions.Cloud.Tests.Cosmos.Accounts;

/// <summary>Runs every test of a suite, each on an instance of its own as the test runner does, and tells of all that failed.</summary>
internal static class SuiteRunner
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    /// <param name="suite">A class of tests.</param>
    /// <param name="without">Those that are left out, by their name or as <c>Name(arguments)</c>; each must be one.</param>
    public static async Task<(int Ran, IReadOnlyList<string> Failures)> RunAsync(Type suite, params string[] without)
    {
        var (ran, failures) = (0, new List<string>());
        Assert.All(without, name => Assert.NotNull(suite.GetMethod(name.Split('(')[0])));
        foreach (var method in suite.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(method => method.GetCustomAttribute<FactAttribute>() is not null && !without.Contains(method.Name)))
        {
            foreach (var arguments in Arguments(method))
            {
                var called = $"{method.Name}({string.Join(", ", arguments)})";
                if (without.Contains(called)) continue;
                ran++;
                try
                {
                    await OneAsync(suite, method, arguments);
                }
#pragma warning disable CA1031 // Whatever a test fails by is its failure; the others run all the same.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    failures.Add($"{suite.Name}.{called}: {(exception as TargetInvocationException)?.InnerException ?? exception}");
                }
            }
        }

        return (ran, failures);
    }

    private static async Task OneAsync(Type suite, MethodInfo method, object?[] arguments)
    {
        var test = Activator.CreateInstance(suite)!;
        var life = (IAsyncLifetime)test;
        await life.InitializeAsync();
        try
        {
            if (method.Invoke(test, arguments) is Task running) await running.WaitAsync(Longest);
        }
        finally
        {
            await life.DisposeAsync();
        }
    }

    private static IEnumerable<object?[]> Arguments(MethodInfo method) =>
        method.GetCustomAttribute<TheoryAttribute>() is null ? [[]] : method.GetCustomAttributes().OfType<Xunit.Sdk.DataAttribute>().SelectMany(data => data.GetData(method)).Select(static arguments => arguments ?? [null]);
}
