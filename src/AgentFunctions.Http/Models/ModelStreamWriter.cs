using System.Buffers;
using AgentFunctions.Core.Errors;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Stages;
using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AgentFunctions.Http.Models;

/// <summary>
/// Writes a streamed answer: every event as it arrives, one flush for those that are already there. A stream that does not end well ends with an error event, without <c>[DONE]</c>, and with an
/// aborted connection, because clients take a clean end for success.
/// </summary>
internal sealed class ModelStreamWriter(HttpContext context, ModelCall call, StreamedModelAnswer answer, GatewayOptions options, TimeProvider time, CancellationTokenSource life) : IDisposable
{
    private const string EventStream = "text/event-stream";

    /// <summary>Time for the error event to leave before the connection is cut.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _writing = new(1, 1);
    private long _lastWrite = time.GetTimestamp();
    private ApiError? _revoked;

    public async Task WriteAsync(StreamRecheck recheck)
    {
        Begin();
        using var timer = new PeriodicTimer(options.RecheckInterval, time);
        var watch = WatchAsync(timer, recheck);
        ApiError? error;
        try
        {
            error = await PumpAsync();
        }
        finally
        {
            timer.Dispose();
            await watch;
        }

        if (error is not null) await BreakAsync(error);
    }

    public void Dispose() => _writing.Dispose();

    private void Begin()
    {
        var response = context.Response;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        response.StatusCode = StatusCodes.Status200OK;
        ModelAnswerWriter.WriteHeaders(response, answer.Headers, EventStream);
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <summary>null when the answer is complete.</summary>
    private async Task<ApiError?> PumpAsync()
    {
        var (events, output) = (answer.Events, context.Response.BodyWriter);
        try
        {
            while (await events.WaitToReadAsync(life.Token))
            {
                await _writing.WaitAsync(life.Token);
                try
                {
                    while (events.TryRead(out var modelEvent)) output.Write(modelEvent.Raw.Span);
                    await output.FlushAsync(life.Token);
                    _lastWrite = time.GetTimestamp();
                }
                finally
                {
                    _writing.Release();
                }
            }

            return events.Error;
        }
        catch (OperationCanceledException) when (_revoked is not null)
        {
            return _revoked;
        }
    }

    /// <summary>Runs beside the pump: confirms the key, and keeps the connection alive through a provider's silence. Only a stream that has begun gets here.</summary>
    private async Task WatchAsync(PeriodicTimer timer, StreamRecheck recheck)
    {
        try
        {
            while (await timer.WaitForNextTickAsync(life.Token))
            {
                if (await recheck.CheckAsync(life.Token) is { } error)
                {
                    _revoked = error;
                    await life.CancelAsync();
                    return;
                }

                if (time.GetElapsedTime(_lastWrite) >= options.KeepAliveInterval) await KeepAliveAsync();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The caller has gone; the pump sees it too.
        }
    }

    private async Task KeepAliveAsync()
    {
        if (!await _writing.WaitAsync(TimeSpan.Zero, life.Token)) return;
        try
        {
            context.Response.BodyWriter.Write(StreamEvents.KeepAlive(call).Span);
            await context.Response.BodyWriter.FlushAsync(life.Token);
            _lastWrite = time.GetTimestamp();
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task BreakAsync(ApiError error)
    {
        context.State().ErrorCode = error.Code;
        try
        {
            // What may be left unflushed is whole events; the error event follows them.
            context.Response.BodyWriter.Write(StreamEvents.Error(call, error, answer.Events.LastSequence + 1));
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            await Task.Delay(LastWords, time, context.RequestAborted);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // Gone already.
        }

        context.Abort();
    }
}
