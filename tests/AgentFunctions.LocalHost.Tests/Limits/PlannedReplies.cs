using System.Globalization;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>What a provider answers to a planned call.</summary>
internal static class PlannedReplies
{
    private static readonly TimeSpan RacePause = TimeSpan.FromMilliseconds(3);

    public static UpstreamReply Failure { get; } =
        UpstreamReply.Json(503, """{"error":{"message":"Busy.","type":"server_error","param":null,"code":"busy"}}""").WithHeader("retry-after-ms", "1");

    /// <summary>A whole answer, or a stream, that ends in the middle of its first word.</summary>
    public static UpstreamReply Broken(PlannedCall plan) =>
        new UpstreamReply().WithHeader("Content-Type", plan.IsStream ? "text/event-stream" : "application/json").Send(plan.IsStream ? "data: {\"id\":\"c1\"," : "{\"id\":\"c1\",").Close();

    public static UpstreamReply Of(PlannedCall plan)
    {
        var reply = new UpstreamReply();
        if (plan.Delay > TimeSpan.Zero) reply.Pause(plan.Delay);
        if (plan.FallsSilentAfter == 0) return reply.WithHeader("Content-Type", plan.IsStream ? "text/event-stream" : "application/json").Stall();
        return plan.IsStream ? Stream(plan, reply.WithHeader("Content-Type", "text/event-stream")) : reply.WithHeader("Content-Type", "application/json").Send(Whole(plan));
    }

    private static UpstreamReply Stream(PlannedCall plan, UpstreamReply reply)
    {
        var isChat = plan.Surface == PlannedSurface.Chat;
        if (!isChat) reply.Send(ChatEvents.Response("response.created", """ "response":{"id":"resp_1","object":"response","status":"in_progress","output":[]}"""));
        for (var i = 0; i < plan.Pieces.Count; i++)
        {
            if (i == plan.LetsGoAfter || i == plan.FallsSilentAfter) return reply.Stall();
            if (plan.RacesAfter is not null) reply.Pause(RacePause);
            for (var choice = 0; choice < plan.Choices; choice++)
            {
                reply.Send(isChat
                    ? ChatEvents.Delta(plan.Pieces[i], choice)
                    : ChatEvents.Response("response.output_text.delta", $""" "item_id":"msg_1","output_index":0,"content_index":0,"delta":"{plan.Pieces[i]}" """, i + 1));
            }
        }

        if (plan.LetsGoAfter is not null || plan.FallsSilentAfter is not null) return reply.Stall();
        return isChat ? EndChat(plan, reply) : reply.Send(ChatEvents.Response("response.completed", $""" "response":{Response(plan)}""", plan.Pieces.Count + 1));
    }

    private static UpstreamReply EndChat(PlannedCall plan, UpstreamReply reply)
    {
        for (var choice = 0; choice < plan.Choices; choice++) reply.Send(ChatEvents.Finish(choice));
        if (plan.Tokens is { } tokens) reply.Send($$"""data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{{tokens.ToChat()}}}""" + "\n\n");
        return reply.Send(ChatEvents.Done);
    }

    private static string Whole(PlannedCall plan)
    {
        var text = string.Concat(plan.Pieces);
        var usage = plan.Tokens is { } tokens ? $""","usage":{tokens.ToChat()}""" : "";
        return plan.Surface switch
        {
            PlannedSurface.Chat => $$"""{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{{string.Join(',', Enumerable.Range(0, plan.Choices).Select(choice => Choice(choice, text)))}}]{{usage}}}""",
            PlannedSurface.Responses => Response(plan),
            _ => $$"""{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,0.25]}],"model":"m"{{usage}}}""",
        };
    }

    private static string Choice(int index, string text) =>
        string.Create(CultureInfo.InvariantCulture, $$$"""{"index":{{{index}}},"message":{"role":"assistant","content":"{{{text}}}"},"finish_reason":"stop"}""");

    private static string Response(PlannedCall plan)
    {
        var usage = plan.Tokens is { } tokens ? tokens.ToResponses() : "null";
        return $$"""{"id":"resp_{{plan.Marker}}","object":"response","status":"completed","error":null,"output":[{"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"{{string.Concat(plan.Pieces)}}","annotations":[]}]}],"usage":{{usage}}}""";
    }
}
