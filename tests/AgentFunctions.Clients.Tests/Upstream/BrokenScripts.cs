using System.Collections.Concurrent;
using AgentFunctions.TestKit;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Clients.Tests.Upstream;

/// <summary>Answers that begin well and never become whole.</summary>
internal static class BrokenScripts
{
    public const string Half = "Half an answer";

    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Permissions = new();

    /// <summary>A caller saw the first half of that model's answer: break it now. So a broken answer is always one whose beginning was delivered.</summary>
    public static void Break(string model) => PermissionOf(model).TrySetResult();

    public static async Task AnswerAsync(HttpContext context, ProviderCall call)
    {
        var kind = call.Model["break-".Length..].Split('.')[0];
        if (!call.Streams)
        {
            await WholeAsync(context, call.Model, kind);
            return;
        }

        var responses = call.Path.EndsWith("/responses", StringComparison.Ordinal);
        if (responses) await Wire.TypedEventsAsync(context, ResponseScripts.Text(call.Model, Half).Take(5));
        else await Wire.EventsAsync(context, Opening(call.Model));
        await PermissionOf(call.Model).Task.WaitAsync(TestWait.DefaultDeadline, context.RequestAborted);
        await BreakAsync(context, call.Model, kind);
        if (kind != "malformed") return;
        if (responses) await Wire.TypedEventsAsync(context, ResponseScripts.Text(call.Model, Half).Skip(5));
        else await Wire.EventsAsync(context, ChatScripts.Chunk(call.Model, ChatScripts.Delta("{}", "\"stop\"")), "[DONE]");
    }

    private static TaskCompletionSource PermissionOf(string model) => Permissions.GetOrAdd(model, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private static async Task BreakAsync(HttpContext context, string model, string kind)
    {
        switch (kind)
        {
            case "close":
                context.Abort();
                break;
            case "reset":
                Wire.Reset(context);
                break;
            case "stall":
                await Wire.StallAsync(context);
                break;
            case "malformed":
                await Wire.RawAsync(context, "data: {\"id\":\"chatcmpl-script\",\"choices\":[{\"index\":0,\"del\n\n");
                break;
            case "cut-event":
                await Wire.RawAsync(context, "data: {\"id\":\"chatcmpl-script\",\"choi");
                break;
            case "error-event":
                await Wire.EventsAsync(context, """{"error":{"message":"The provider fell over.","type":"server_error","code":"overloaded","param":null}}""");
                break;
            case "no-finish":
                await Wire.EventsAsync(context, "[DONE]");
                break;
            case "no-done":
                await Wire.EventsAsync(context, ChatScripts.Chunk(model, ChatScripts.Delta("{}", "\"stop\"")));
                break;
            case "end":
                break;
            default:
                throw new InvalidOperationException($"No such script: {model}");
        }
    }

    private static string[] Opening(string model) =>
        [ChatScripts.Chunk(model, ChatScripts.Delta("""{"role":"assistant","content":""}""")), ChatScripts.Chunk(model, ChatScripts.ContentDelta(Half))];

    /// <summary>An answer whose length was announced and not kept, or that is no JSON.</summary>
    private static async Task WholeAsync(HttpContext context, string model, string kind)
    {
        var json = ChatScripts.Whole(model, ChatScripts.Choice(ChatScripts.Message(Half)));
        if (kind == "malformed")
        {
            await Wire.JsonAsync(context, json[..^20]);
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.WriteAsync(json[..60], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (kind == "reset") Wire.Reset(context);
        else if (kind == "stall") await Wire.StallAsync(context);
        else context.Abort();
    }
}
