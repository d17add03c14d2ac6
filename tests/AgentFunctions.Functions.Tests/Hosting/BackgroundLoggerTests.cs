using AgentFunctions.Functions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Functions.Tests.Hosting;

/// <summary>The Functions host drops log lines that belong to no invocation; what the worker writes to its output it logs.</summary>
public sealed class BackgroundLoggerTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void OutsideOfInvocations_LinesAreWritten_EachWithAWordForItsLevel()
    {
        Write(static log =>
        {
            Say(log, LogLevel.Information, 1, "Fine.");
            Say(log, LogLevel.Warning, 2, "So so.");
            Say(log, LogLevel.Error, 3, "Bad.", new InvalidOperationException("a\nb"));
            Say(log, LogLevel.Debug, 0, "Small.");
        });

        Assert.Equal(["info: Jobs[1] Fine."], Lines(_output));
        Assert.Collection(
            Lines(_error),
            static line => Assert.Equal("warn: Jobs[2] So so.", line),
            static line => Assert.Equal("fail: Jobs[3] Bad.", line),
            static line => Assert.Equal("fail: System.InvalidOperationException: a b", line));
    }

    [Fact]
    public void InAnInvocation_LinesAreLeftToTheWorker()
    {
        Write(static log =>
        {
            using (log.BeginScope(new Dictionary<string, object> { [BackgroundLogger.InvocationId] = "1" }))
            using (log.BeginScope("inner"))
                Say(log, LogLevel.Error, 0, "Within.");
            using (log.BeginScope("a scope of something else")) Say(log, LogLevel.Error, 0, "Without.");
        });

        Assert.Equal(["fail: Jobs[0] Without."], Lines(_error));
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private static string[] Lines(StringWriter written) => written.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private static void Say(ILogger log, LogLevel level, int id, string text, Exception? exception = null) => log.Log(level, new EventId(id), text, exception, static (said, _) => said);

    private void Write(Action<ILogger> write)
    {
        using var provider = new BackgroundLoggerProvider(_output, _error);
        using var factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(provider));
        write(factory.CreateLogger("Jobs"));
    }
}
