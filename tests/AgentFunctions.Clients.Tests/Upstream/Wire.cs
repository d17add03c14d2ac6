using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Clients.Tests.Upstream;

/// <summary>What a provider puts on the wire.</summary>
internal static class Wire
{
    public static Task JsonAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json, context.RequestAborted);
    }

    /// <summary>Each as one event, sent before the next is written.</summary>
    public static async Task EventsAsync(HttpContext context, params IEnumerable<string> data)
    {
        foreach (var item in data) await RawAsync(context, $"data: {item}\n\n");
    }

    /// <summary>Events of the Responses API, which also carry their type in the <c>event</c> field.</summary>
    public static async Task TypedEventsAsync(HttpContext context, params IEnumerable<(string Type, string Data)> events)
    {
        foreach (var (type, data) in events) await RawAsync(context, $"event: {type}\ndata: {data}\n\n");
    }

    public static async Task RawAsync(HttpContext context, string text)
    {
        if (!context.Response.HasStarted) context.Response.ContentType = "text/event-stream; charset=utf-8";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    /// <summary>Ends the connection with a TCP reset instead of an orderly close.</summary>
    public static void Reset(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket) socket.LingerState = new LingerOption(true, 0);
        context.Abort();
    }

    /// <summary>Says nothing more until the other side gives up.</summary>
    public static async Task StallAsync(HttpContext context)
    {
        var over = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(over.SetResult);
        await over.Task;
    }
}
