using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Functions.Hosting;

/// <summary>
/// A line an entry, and one for its exception. The host tells the level of a line by its words: what comes on the error output is a warning where it says "warn" and else an error where it says "fail"; everything on the other
/// is information.
/// </summary>
internal sealed class BackgroundLogger(string category, TextWriter output, TextWriter error, Func<IExternalScopeProvider?> scopes) : ILogger
{
    /// <summary>What the worker puts into the scope of an invocation.</summary>
    public const string InvocationId = "AzureFunctions_InvocationId";

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => scopes()?.Push(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and < LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (!IsEnabled(logLevel) || IsOfInvocation()) return;
        var (to, level) = logLevel switch
        {
            LogLevel.Information => (output, "info"),
            LogLevel.Warning => (error, "warn"),
            _ => (error, "fail"),
        };
        to.WriteLine(OneLine($"{level}: {category}[{eventId.Id}] {formatter(state, exception)}"));
        if (exception is not null) to.WriteLine(OneLine($"{level}: {exception}"));
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private bool IsOfInvocation()
    {
        var found = new StrongBox<bool>();
        scopes()?.ForEachScope(
            static (scope, found) => found.Value |= scope is IEnumerable<KeyValuePair<string, object>> values && values.Any(static value => value.Key == InvocationId),
            found);
        return found.Value;
    }
}
