using System.Globalization;
using Azure.Messaging.EventHubs;

namespace AgentFunctions.Functions.EventHubs;

/// <summary>Where in a hub an event was: the same whenever it is delivered. The worker is not told the partition, so the time is with the number.</summary>
internal static class HubPositions
{
    public static string Of(EventData data) => string.Create(CultureInfo.InvariantCulture, $"{data.SequenceNumber:d20}-{data.EnqueuedTime.ToUnixTimeMilliseconds()}");
}
