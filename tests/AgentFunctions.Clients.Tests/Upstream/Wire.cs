using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.Clients.Tests.Upstream;

/// <summary>Events as a provider spells them, each in a packet of its own.</summary>
internal static class Wire
{
    public static UpstreamReply Data(this UpstreamReply reply, params IEnumerable<string> data)
    {
        foreach (var item in data) reply.Send($"data: {item}\n\n");
        return reply;
    }

    /// <summary>Events of the Responses API, which also carry their type in the <c>event</c> field.</summary>
    public static UpstreamReply Typed(this UpstreamReply reply, params IEnumerable<(string Type, string Data)> events)
    {
        foreach (var (type, data) in events) reply.Send($"event: {type}\ndata: {data}\n\n");
        return reply;
    }
}
