using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Resources.Manifests;

internal static partial class ManifestLog
{
    [LoggerMessage(1, LogLevel.Information, "Manifests: {Applied} applied, {Unchanged} unchanged")]
    public static partial void Applied(ILogger logger, int applied, int unchanged);
}
