using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Usage.Intake;

internal static partial class IntakeLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "An event of the usage stream cannot be folded; it is kept as dead letter {Id}.")]
    public static partial void Kept(ILogger logger, string id);
}
