using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Benchmarks.Peers;

/// <summary>An OpenAI-compatible provider that costs next to nothing: reads the request whole, answers from memory. The model's name says how: <c>*-plain</c>, <c>*-stream</c>, <c>*-paced</c>.</summary>
internal static class ScriptedUpstream
{
    public static async Task<int> RunAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        await using var app = builder.Build();
        app.Run(AnswerAsync);
        await app.RunAsync();
        return 0;
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method)) return;
        var reader = context.Request.BodyReader;
        var read = await reader.ReadAtLeastAsync(int.MaxValue, context.RequestAborted);
        var (stream, paced) = (Contains(read.Buffer, "-stream\""u8), Contains(read.Buffer, "-paced\""u8));
        reader.AdvanceTo(read.Buffer.End);
        if (stream || paced) await StreamAsync(context, paced);
        else await PlainAsync(context);
    }

    private static Task PlainAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = ScriptedAnswers.Plain.Length;
        context.Response.Headers["openai-processing-ms"] = "1";
        return context.Response.Body.WriteAsync(ScriptedAnswers.Plain, context.RequestAborted).AsTask();
    }

    private static async Task StreamAsync(HttpContext context, bool paced)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        using var timer = paced ? new PeriodicTimer(ScriptedAnswers.Pace) : null;
        foreach (var chunk in ScriptedAnswers.Events)
        {
            await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (timer is not null) await timer.WaitForNextTickAsync(context.RequestAborted);
        }
    }

    private static bool Contains(in ReadOnlySequence<byte> body, ReadOnlySpan<byte> text) => (body.IsSingleSegment ? body.FirstSpan : body.ToArray()).IndexOf(text) >= 0;
}
