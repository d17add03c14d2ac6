using System.Diagnostics;
using System.Globalization;
using System.Net;
using AgentFunctions.Core.Documents;
using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Cosmos;

/// <summary>
/// Sends one operation. What the service surely did not do (429, 449) is sent again within the caller's deadline and <see cref="CosmosOptions.RetryFor"/>; reads also where they got no answer. A write without an
/// answer is never sent again: it may have been done, and the contract says so by <see cref="DocumentStoreUnavailableException"/>.
/// </summary>
internal sealed class CosmosCalls(TimeProvider time, TimeSpan retryFor)
{
    private const int TooManyRequests = 429;
    private const int RetryWith = 449;

    // After the first try again, which comes at once unless the service says when.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    public async ValueTask<CosmosAnswer> SendAsync(bool isRead, Func<Task<CosmosAnswer>> send, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var pause = TimeSpan.Zero; ; pause = pause == TimeSpan.Zero ? FirstPause : pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var answer = await OnceAsync(send, cancellationToken);
            Charge(answer.RequestCharge);
            var status = (int)answer.Status;
            if (status is not (TooManyRequests or RetryWith) && !IsUnknown(answer.Status)) return Checked(answer);
            var wait = answer.RetryAfter ?? pause;
            if ((IsUnknown(answer.Status) && !isRead) || time.GetElapsedTime(start) + wait > retryFor)
                throw new DocumentStoreUnavailableException(string.Create(CultureInfo.InvariantCulture, $"Cosmos DB answered {status}/{answer.SubStatus}."), answer.Error ?? new TimeoutException());
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
            else await Task.Yield();
        }
    }

    private static async ValueTask<CosmosAnswer> OnceAsync(Func<Task<CosmosAnswer>> send, CancellationToken cancellationToken)
    {
        try
        {
            return await send();
        }
        catch (CosmosException exception)
        {
            return new CosmosAnswer(exception.StatusCode, exception.SubStatusCode, exception.RequestCharge, exception.RetryAfter, null, null, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new CosmosAnswer(HttpStatusCode.RequestTimeout, 0, 0, null, null, null, exception);
        }
    }

    private static bool IsUnknown(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.Gone || (int)status >= 500;

    /// <summary>A container or session that is not there is no missing document; a refusal is no outcome.</summary>
    private static CosmosAnswer Checked(CosmosAnswer answer) => answer.Status switch
    {
        HttpStatusCode.NotFound when answer.SubStatus != 0 => throw new DocumentStoreUnavailableException(
            string.Create(CultureInfo.InvariantCulture, $"Cosmos DB answered 404/{answer.SubStatus}: the database or the container is missing, or the replica is behind.")),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw new DocumentStoreUnavailableException(
            string.Create(CultureInfo.InvariantCulture, $"Cosmos DB answered {(int)answer.Status}/{answer.SubStatus}: give the app's identity the role Cosmos DB Built-in Data Contributor.")),
        HttpStatusCode.RequestEntityTooLarge => throw new DocumentLimitException("The document or the batch is larger than Cosmos DB takes."),
        _ => answer,
    };

    private static void Charge(double charge)
    {
        if (Activity.Current is not { } activity) return;
        const string Tag = "azure.cosmosdb.operation.request_charge";
        activity.SetTag(Tag, (activity.GetTagItem(Tag) as double? ?? 0) + charge);
    }
}
