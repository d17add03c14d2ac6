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
            log.LogInformation(1, "Fine.");
            log.LogWarning(2, "So so.");
            log.LogError(3, new InvalidOperationException("a\nb"), "Bad.");
            log.LogDebug("Small.");
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
                log.LogError("Within.");
            using (log.BeginScope("a scope of something else")) log.LogError("Without.");
        });

        Assert.Equal(["fail: Jobs[0] Without."], Lines(_error));
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private static string[] Lines(StringWriter written) => written.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private void Write(Action<ILogger> write)
    {
        using var provider = new BackgroundLoggerProvider(_output, _error);
        using var factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(provider));
        write(factory.CreateLogger("Jobs"));
    }
}
