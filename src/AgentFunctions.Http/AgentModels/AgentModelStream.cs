using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Reporting;
using AgentFunctions.Gateway.Models.Stages;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AgentFunctions.Http.AgentModels;

/// <summary>
/// A run as a streamed chat completion: says at once who speaks, keeps the connection alive while the agent works, then says all of the answer. A run that gives none ends with an error event, without <c>[DONE]</c>, and with an
/// aborted connection, as every stream that broke.
/// </summary>
internal sealed class AgentModelStream(HttpContext context, AgentModelAnswer answer, AgentModelEndpoint endpoint, GatewayOptions options, TimeProvider time)
{
    private static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();

    /// <summary>Time for the error event to leave before the connection is cut.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(100);

    public async ValueTask WriteAsync(Run run, bool includeUsage, TimeSpan total)
    {
        var response = context.Response;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        await SendAsync(answer.First());
        var outcome = await EndAsync(run, total);
        if (outcome.Value is not { } report)
        {
            await BreakAsync(outcome.Error!);
            return;
        }

        await SendAsync(answer.Content(report));
        await SendAsync(answer.Last());
        if (includeUsage) await SendAsync(answer.Usage(report));
        await SendAsync(Done);
    }

    private async ValueTask<Outcome<RunReport>> EndAsync(Run run, TimeSpan total)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            var left = total - time.GetElapsedTime(begun);
            var slice = left < options.KeepAliveInterval ? left : options.KeepAliveInterval;
            var outcome = await endpoint.EndAsync(context, run, slice);
            if (outcome.Error is not { Code: ErrorCodes.UpstreamTimeout } || left <= options.KeepAliveInterval) return outcome;
            await SendAsync(answer.KeepAlive());
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private async ValueTask BreakAsync(ApiError error)
    {
        context.State().ErrorCode = error.Code;
        try
        {
            var buffer = new System.Buffers.ArrayBufferWriter<byte>(512);
            OpenAiErrorBody.Write(buffer, error);
            await SendAsync((byte[])[.. "data: "u8, .. buffer.WrittenSpan, .. "\n\n"u8]);
            await Task.Delay(LastWords, time, context.RequestAborted);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // Gone already.
        }

        context.Abort();
    }
}
