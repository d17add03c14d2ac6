using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Clients.Tests.Upstream;

/// <summary>Answers that begin well and never become whole.</summary>
internal static class BrokenScripts
{
    public static Task AnswerAsync(HttpContext context, ProviderCall call) => (call.Streams, call.Path.EndsWith("/responses", StringComparison.Ordinal)) switch
    {
        (false, _) => WholeAsync(context, call),
        (true, true) => BreakAsync(context, call.Model, Wire.TypedEventsAsync(context, ResponseScripts.Text(call.Model, "Half an answer").Take(5))),
        (true, false) => BreakAsync(context, call.Model, Wire.EventsAsync(context, Opening(call.Model))),
    };

    private static async Task BreakAsync(HttpContext context, string model, Task opening)
    {
        await opening;
        switch (model)
        {
            case "break-close":
                context.Abort();
                break;
            case "break-reset":
                Wire.Reset(context);
                break;
            case "break-stall":
                await Wire.StallAsync(context);
                break;
            case "break-malformed":
                await Wire.RawAsync(context, "data: {\"id\":\"chatcmpl-script\",\"choices\":[{\"index\":0,\"del\n\n");
                await Wire.EventsAsync(context, ChatScripts.Chunk(model, ChatScripts.Delta("{}", "\"stop\"")), "[DONE]");
                break;
            case "break-cut-event":
                await Wire.RawAsync(context, "data: {\"id\":\"chatcmpl-script\",\"choi");
                break;
            case "break-error-event":
                await Wire.EventsAsync(context, """{"error":{"message":"The provider fell over.","type":"server_error","code":"overloaded","param":null}}""");
                break;
            case "break-no-finish":
                await Wire.EventsAsync(context, "[DONE]");
                break;
            case "break-end":
                break;
            default:
                throw new InvalidOperationException($"No such script: {model}");
        }
    }

    private static string[] Opening(string model) =>
        [ChatScripts.Chunk(model, ChatScripts.Delta("""{"role":"assistant","content":""}""")), ChatScripts.Chunk(model, ChatScripts.ContentDelta("Half an answer"))];

    /// <summary>An answer whose length was announced and not kept, or that is no JSON.</summary>
    private static async Task WholeAsync(HttpContext context, ProviderCall call)
    {
        var json = ChatScripts.Whole(call.Model, ChatScripts.Choice(ChatScripts.Message("Half an answer")));
        if (call.Model == "break-malformed")
        {
            await Wire.JsonAsync(context, json[..^20]);
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.WriteAsync(json[..60], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (call.Model == "break-reset") Wire.Reset(context);
        else if (call.Model == "break-stall") await Wire.StallAsync(context);
        else context.Abort();
    }
}
