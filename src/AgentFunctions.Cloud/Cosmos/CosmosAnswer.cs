using System.Globalization;
using System.Net;
using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Cosmos;

/// <summary>What one operation came to.</summary>
internal sealed record CosmosAnswer(
    HttpStatusCode Status, int SubStatus, double RequestCharge, TimeSpan? RetryAfter, string? ETag, byte[]? Content, Exception? Error, TransactionalBatchResponse? Batch = null)
{
    public bool IsOk => (int)Status is >= 200 and < 300;

    public static async Task<CosmosAnswer> OfAsync(Task<ResponseMessage> sent, CancellationToken cancellationToken)
    {
        using var response = await sent;
        byte[]? content = null;
        if (response.Content is not null && response.IsSuccessStatusCode)
        {
            using var copy = new MemoryStream();
            await response.Content.CopyToAsync(copy, cancellationToken);
            content = copy.ToArray();
        }

        var headers = response.Headers;
        TimeSpan? retryAfter = double.TryParse(headers["x-ms-retry-after-ms"], NumberStyles.Float, CultureInfo.InvariantCulture, out var wait) ? TimeSpan.FromMilliseconds(wait) : null;
        _ = int.TryParse(headers["x-ms-substatus"], NumberStyles.Integer, CultureInfo.InvariantCulture, out var subStatus);
        return new CosmosAnswer(response.StatusCode, subStatus, headers.RequestCharge, retryAfter, headers.ETag, content, null);
    }

    public static CosmosAnswer Of(TransactionalBatchResponse batch) =>
        new(batch.StatusCode, 0, batch.RequestCharge, batch.RetryAfter, null, null, null, batch);
}
