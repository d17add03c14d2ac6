using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Functions.Durable;

/// <summary>
/// The client of Durable Task. The worker hands it only to functions that bind it (<c>Api</c> does, and the timers); what runs outside of those uses the one seen last: they all lead to the same task hub.
/// </summary>
public sealed class DurableClientHolder
{
    private volatile DurableTaskClient? _latest;

    /// <summary>null before the first function that binds it has run.</summary>
    public DurableTaskClient? Latest => _latest;

    /// <summary>Notes the client of a call and passes its context on.</summary>
    public HttpContext See(DurableTaskClient client, HttpContext context)
    {
        See(client);
        return context;
    }

    public void See(DurableTaskClient client) => _latest = client;
}
