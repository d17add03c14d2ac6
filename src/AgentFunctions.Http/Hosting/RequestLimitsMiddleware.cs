using AgentFunctions.Core.Errors;
using AgentFunctions.Http.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Http.Hosting;

/// <summary>
/// Refuses oversized headers and bodies with an answer in the surface's shape, before anything is read. The server's own body limit is lifted: where it is exceeded the server closes the
/// connection on a caller that is still sending, who then sees a reset (or, behind a proxy such as the Functions host, an empty 502) instead of the answer.
/// </summary>
internal sealed class RequestLimitsMiddleware(RequestDelegate next, IOptions<AgentFunctionsHttpOptions> options)
{
    private readonly long _maxBody = options.Value.MaxRequestBodyBytes;
    private readonly int _maxHeaders = options.Value.MaxRequestHeaderBytes;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (context.Request.ContentLength > _maxBody) return context.WriteErrorAsync(ApiErrors.RequestTooLarge(_maxBody));
        if (context.Request.ContentLength is null && context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false })
            context.Request.Body = new LimitedRequestBody(context.Request.Body, _maxBody);
        return HeaderBytes(context.Request.Headers) > _maxHeaders ? context.WriteErrorAsync(HeadersTooLarge()) : next(context);
    }

    private ApiError HeadersTooLarge() =>
        new(431, ErrorCodes.HeadersTooLarge, $"The request headers are larger than {_maxHeaders} bytes in total. Send fewer or shorter headers.") { ShouldRetry = false };

    private static int HeaderBytes(IHeaderDictionary headers)
    {
        var total = 0;
        foreach (var (name, values) in headers)
        {
            foreach (var value in values) total += name.Length + (value?.Length ?? 0) + 4;
        }

        return total;
    }
}
