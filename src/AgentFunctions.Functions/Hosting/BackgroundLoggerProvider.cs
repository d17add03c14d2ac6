using Microsoft.Extensions.Logging;

namespace AgentFunctions.Functions.Hosting;

/// <summary>
/// Writes log lines that belong to no invocation to the worker's output, which the host logs as <c>Host.Function.Console</c>. The worker sends every line to the host, but the host drops those without an invocation: all that
/// jobs, the start and the stop have to say. Lines of invocations are left to the worker.
/// </summary>
[ProviderAlias("Console")]
internal sealed class BackgroundLoggerProvider(TextWriter output, TextWriter error) : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider? _scopes;

    public BackgroundLoggerProvider()
        : this(Console.Out, Console.Error)
    {
    }

    public ILogger CreateLogger(string categoryName) => new BackgroundLogger(categoryName, output, error, () => _scopes);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }
}
