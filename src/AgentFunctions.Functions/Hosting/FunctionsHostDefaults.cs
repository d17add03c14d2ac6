using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Keys;
using AgentFunctions.Gateway.Models.Stages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace AgentFunctions.Functions.Hosting;

/// <summary>Defaults that hold in this host only. They are configuration of the lowest rank, so that any setting overrides them.</summary>
internal static class FunctionsHostDefaults
{
    private const string LongestSilence = "00:03:40";

    private static readonly Dictionary<string, string?> Values = new()
    {
        // Azure's front end cuts a connection that was silent for 230 s; an answer of our own must leave before that.
        [$"{GatewayOptions.SectionName}:{nameof(GatewayOptions.WholeAnswerCap)}"] = LongestSilence,
        [$"{GatewayOptions.SectionName}:{nameof(GatewayOptions.FirstTokenCap)}"] = LongestSilence,

        // The worker sends every log line to the host over gRPC; the framework's own lines are six a request.
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:System.Net.Http.HttpClient"] = "Warning",

        // Lines outside of invocations.
        ["Logging:Console:LogLevel:Default"] = "Warning",
        ["Logging:Console:LogLevel:AgentFunctions"] = "Information",
    };

    public static void AddFunctionsHostDefaults(this IConfigurationBuilder configuration) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = [.. Values, new($"{ApprovalsOptions.SectionName}:{nameof(ApprovalsOptions.PublicUrl)}", PublicUrl()), new($"{KeyOptions.SectionName}:{nameof(KeyOptions.People)}", IsAzure ? "false" : "true")] });

    /// <summary>In Azure people come with tokens of Entra ID, unless a setting lets keys of theirs count.</summary>
    private static bool IsAzure => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(EngineOptionsValidator.AzureInstance));

    /// <summary>The worker listens behind the host: its own address is of no use to people.</summary>
    private static string? PublicUrl() => Environment.GetEnvironmentVariable("WEBSITE_HOSTNAME") switch
    {
        null or "" => null,
        var host when host.StartsWith("localhost", StringComparison.OrdinalIgnoreCase) => "http://" + host,
        var host => "https://" + host,
    };
}
