using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Following;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AgentFunctions.Http.Runs;

/// <summary>
/// Writes the events of a run as server-sent events, each with its number as id, so that a client that was cut off goes on exactly where it was. Who may read is confirmed every second; comments keep the connection alive
/// while nothing happens. A stream that is cut for another reason than the run's end is broken off, so that it never looks whole.
/// </summary>
internal sealed class RunEventStream(RunFeed feed, IAuthenticator authenticator, CredentialReader credentials, StreamDrain drain, TimeProvider time)
{
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public async Task WriteAsync(HttpContext context, string runId, long after)
    {
        var (response, cancellationToken) = (context.Response, context.RequestAborted);
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.BodyWriter.FlushAsync(cancellationToken);
        var viewer = RunEndpoints.Reader(context);
        var written = time.GetTimestamp();
        while (true)
        {
            var (confirmed, isOver) = (time.GetTimestamp(), true);
            await foreach (var item in feed.FollowAsync(viewer, runId, after, Recheck, cancellationToken))
            {
                if (item is not null)
                {
                    Write(response.BodyWriter, item);
                    (after, written) = (item.Seq, time.GetTimestamp());
                }
                else if (time.GetElapsedTime(written) >= KeepAlive)
                {
                    response.BodyWriter.Write(": alive\n\n"u8);
                    written = time.GetTimestamp();
                }

                await response.BodyWriter.FlushAsync(cancellationToken);
                if (time.GetElapsedTime(confirmed) < Recheck) continue;
                isOver = false;
                break;
            }

            if (isOver) return;
            var (next, error) = await ConfirmAsync(context);
            if (next is null)
            {
                await BreakAsync(context, error!);
                return;
            }

            viewer = next;
        }
    }

    private async ValueTask<(RunViewer? Viewer, ApiError? Error)> ConfirmAsync(HttpContext context)
    {
        if (drain.IsOver) return (null, ApiErrors.ShuttingDown);
        if (credentials.Read(context, withAgent: false) is not { } credential) return (null, ApiErrors.InvalidApiKey);
        try
        {
            var result = await authenticator.AuthenticateAsync(credential with { IsRecheck = true }, context.RequestAborted);
            return result.Caller is { } caller ? (RunViewer.Of(caller, AccessScopes.TracesRead, own: AccessScopes.RunsStart), null) : (null, result.Error ?? ApiErrors.InvalidApiKey);
        }
        catch (DocumentStoreUnavailableException)
        {
            return (null, ApiErrors.ControlPlaneUnavailable);
        }
    }

    private static async Task BreakAsync(HttpContext context, ApiError error)
    {
        context.State().ErrorCode = error.Code;
        context.Response.BodyWriter.Write(Encoding.UTF8.GetBytes($"event: error\ndata: {{\"code\":\"{error.Code}\"}}\n\n"));
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    private static void Write(IBufferWriter<byte> output, RunEvent item)
    {
        output.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {item.Seq}\nevent: {item.Type}\ndata: ")));
        using (var json = new Utf8JsonWriter(output, JsonOutput.Options)) RunWriting.WriteEvent(json, item);
        output.Write("\n\n"u8);
    }
}
