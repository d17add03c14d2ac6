using AgentFunctions.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Resources;

/// <summary>Reads bodies of the control plane whole.</summary>
internal static class RequestBody
{
    private static readonly ApiError WrongType = new(415, ErrorCodes.UnsupportedMediaType, "Send the body as application/json.") { ShouldRetry = false };

    /// <summary>The bytes, or why they are refused.</summary>
    public static ValueTask<(ReadOnlyMemory<byte> Bytes, ApiError? Error)> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken) =>
        !string.IsNullOrEmpty(request.ContentType) && !request.HasJsonContentType() ? new((default, WrongType)) : ReadAnyAsync(request, limit, cancellationToken);

    /// <summary>The bytes whatever their type, or why they are refused.</summary>
    public static async ValueTask<(ReadOnlyMemory<byte> Bytes, ApiError? Error)> ReadAnyAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit) return (default, TooLarge(limit));
        using var buffer = new MemoryStream(request.ContentLength is { } length ? (int)length : 1024);
        var chunk = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > limit) return (default, TooLarge(limit));
            buffer.Write(chunk, 0, read);
        }

        return (buffer.ToArray(), null);
    }

    private static ApiError TooLarge(int limit) => new(413, ErrorCodes.RequestTooLarge, $"The body is larger than {limit} bytes.") { ShouldRetry = false };
}
