using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Memory.Store;

internal static partial class MemoryLog
{
    [LoggerMessage(1, LogLevel.Error, "The memory record {Record} could not be looked after; the others are")]
    public static partial void Failed(ILogger logger, Exception exception, string record);

    [LoggerMessage(2, LogLevel.Warning, "How often memory was used could not be written; it is kept in memory and written when the store answers again")]
    public static partial void NotWritten(ILogger logger, Exception? exception);

    [LoggerMessage(3, LogLevel.Warning, "An outcome could not be brought to the memory that the run used")]
    public static partial void OutcomeLost(ILogger logger, Exception? exception);

    [LoggerMessage(4, LogLevel.Error, "The model {Model} makes vectors of {Length} numbers, and the index of memory takes {Dimensions}: memory is searched by words alone. Name another model in memory.embeddings, or make the container for this one")]
    public static partial void OtherDimensions(ILogger logger, string model, int length, int dimensions);
}
