using AgentFunctions.Core.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Functions.Durable;

/// <summary>
/// The client of Durable Task. The worker hands it only to functions that bind it (<c>Api</c>, <c>Health</c> and every activity); what runs outside of those uses the one seen last: they all lead to the same task hub.
/// </summary>
public sealed class DurableClientHolder(TimeProvider time)
{
    /// <summary>A new instance sees a client with its first activity, probe or call of the API, so whoever comes before that waits a little.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile DurableTaskClient? _latest;

    /// <exception cref="DocumentStoreUnavailableException">No function that binds it has run yet.</exception>
    public async ValueTask<DurableTaskClient> GetAsync(CancellationToken cancellationToken)
    {
        if (_latest is { } latest) return latest;
        try
        {
            await _seen.Task.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new DocumentStoreUnavailableException("The engine of workflows is not connected yet.", exception);
        }

        return _latest!;
    }

    /// <summary>Notes the client of a call and passes its context on.</summary>
    public HttpContext See(DurableTaskClient client, HttpContext context)
    {
        See(client);
        return context;
    }

    public void See(DurableTaskClient client)
    {
        _latest = client;
        _seen.TrySetResult();
    }
}
