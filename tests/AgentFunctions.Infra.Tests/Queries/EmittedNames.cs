using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Telemetry;
using AgentFunctions.Infra.Tests.Repository;

namespace AgentFunctions.Infra.Tests.Queries;

/// <summary>The names that the product really emits, from its own declarations.</summary>
internal static partial class EmittedNames
{
    public static IReadOnlySet<string> Attributes { get; } = Constants(typeof(TelemetryAttributes));

    public static IReadOnlySet<string> ErrorTypes { get; } = Constants(typeof(ErrorCodes));

    public static IReadOnlySet<string> EventNames { get; } = Constants(typeof(EventTypes));

    public static IReadOnlySet<string> Metrics { get; } = ReadMetrics();

    /// <summary>Names of spans that do not hold a name of somebody else's.</summary>
    public static IReadOnlySet<string> Spans { get; } = Texts(SpanName());

    /// <summary>Texts of log lines, without what is filled in.</summary>
    public static IReadOnlyList<string> LogLines { get; } = [.. Texts(LogLine())];

    /// <summary>What log lines are filled in with, and where the exporter puts the line of an exception and the category: that tells our own lines from what the Functions host makes of the worker's output.</summary>
    public static IReadOnlySet<string> LogFields { get; } = new HashSet<string>(LogLines.SelectMany(static line => Placeholder().Matches(line)).Select(static match => match.Groups[1].Value)) { "OriginalFormat", "CategoryName" };

    private static HashSet<string> Constants(Type type) =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(static field => field.IsLiteral && field.FieldType == typeof(string)).Select(static field => (string)field.GetRawConstantValue()!)];

    private static HashSet<string> ReadMetrics()
    {
        using var meters = new Meters();
        using var telemetry = new AgentFunctionsTelemetry(meters);
        return [.. typeof(AgentFunctionsTelemetry).GetProperties().Select(property => property.GetValue(telemetry)).OfType<Instrument>().Select(static instrument => instrument.Name)];
    }

    private static HashSet<string> Texts(Regex pattern) => [.. Tree.Files("src", "*.cs").SelectMany(path => pattern.Matches(Tree.Read(path))).Select(static match => match.Groups[1].Value)];

    [GeneratedRegex("StartActivity\\(\"([a-z_]+)\"")]
    private static partial Regex SpanName();

    [GeneratedRegex("LoggerMessage\\([^\"\\n]*\"([^\"]+)\"")]
    private static partial Regex LogLine();

    [GeneratedRegex("\\{([A-Za-z]+)\\}")]
    private static partial Regex Placeholder();

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
