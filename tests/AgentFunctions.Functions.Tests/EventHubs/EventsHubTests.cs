using System.Text;
using AgentFunctions.Functions.EventHubs;
using Azure.Messaging.EventHubs;

namespace AgentFunctions.Functions.Tests.EventHubs;

/// <summary>What arrives from Event Hubs, as it is handed on.</summary>
public sealed class EventsHubTests
{
    [Fact]
    public void ToMessage_OfAnEvent_HasItsBodyTypeAndProperties()
    {
        var data = EventHubsModelFactory.EventData(
            BinaryData.FromString("{}"), new Dictionary<string, object> { ["topic"] = "orders", ["ce_id"] = Encoding.UTF8.GetBytes("1") }, sequenceNumber: 7, offsetString: "0", enqueuedTime: DateTimeOffset.FromUnixTimeMilliseconds(12));
        data.ContentType = "application/json";

        var message = EventsHub.ToMessage(data);

        Assert.Equal("00000000000000000007-12", message.Position);
        Assert.Equal("{}", Encoding.UTF8.GetString(message.Body.Span));
        Assert.Equal("application/json", message.ContentType);
        Assert.Equal("orders", message.Properties["topic"]);
        Assert.Equal("1"u8, (byte[])message.Properties["ce_id"]!);
    }

    [Fact]
    public void ToMessage_WithoutTypeOrProperties_HasNone()
    {
        var message = EventsHub.ToMessage(new EventData("x"));

        Assert.Null(message.ContentType);
        Assert.Empty(message.Properties);
    }
}
