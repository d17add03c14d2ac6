using Microsoft.AspNetCore.Http;

namespace AgentFunctions.TestKit.Hosting;

/// <summary>Counts the requests inside an application and tells when there is none.</summary>
internal sealed class RequestsInFlight(RequestDelegate next)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _idle;
    private int _count;

    public async Task InvokeAsync(HttpContext context)
    {
        lock (_gate) _count++;
        try
        {
            await next(context);
        }
        finally
        {
            Leave();
        }
    }

    public Task IdleAsync()
    {
        lock (_gate)
        {
            if (_count == 0) return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_count > 0) return;
            _idle?.SetResult();
            _idle = null;
        }
    }
}
