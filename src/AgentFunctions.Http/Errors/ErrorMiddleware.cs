using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Http.Activities;
using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Http.Errors;

/// <summary>
/// The one place where exceptions become answers. Nothing escapes: an exception after the first byte aborts the connection, so that a broken answer never looks whole. Here every outcome is known, so here the call
/// is counted.
/// </summary>
internal sealed class ErrorMiddleware(RequestDelegate next, CallActivity activity, ILogger<ErrorMiddleware> logger, IOptions<AgentFunctionsHttpOptions> options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.State().ErrorCode = "client_closed_request";
        }
#pragma warning disable CA1031 // The edge of the application: everything not handled so far is mapped here, once.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await AnswerAsync(context, exception);
        }

        activity.Record(context);
    }

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        var error = Map(exception);
        if (error.Status >= 500) ErrorLog.RequestFailed(logger, exception, context.GetRequestId());
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            context.State().ErrorCode = error.Code;
            context.Abort();
            return;
        }

        try
        {
            await context.WriteErrorAsync(error);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            context.Abort();
        }
    }

    private ApiError Map(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ApiErrors.RequestTooLarge(options.Value.MaxRequestBodyBytes),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } =>
            new ApiError(408, ErrorCodes.RequestTimeout, "The request body arrived too slowly. Send it again.") { RetryAfter = TimeSpan.FromSeconds(1) },
        BadHttpRequestException bad => new ApiError(bad.StatusCode is >= 400 and < 500 ? bad.StatusCode : 400, ErrorCodes.InvalidRequest, "The request is not valid HTTP.") { ShouldRetry = false },
        DocumentStoreUnavailableException => new ApiError(503, ErrorCodes.StoreUnavailable, "The store did not answer, so the call was refused. Try again shortly.") { RetryAfter = TimeSpan.FromSeconds(2) },
        _ => ApiErrors.Internal,
    };
}
