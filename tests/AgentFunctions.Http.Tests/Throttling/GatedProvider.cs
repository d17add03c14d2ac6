using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Providers;

namespace AgentFunctions.Http.Tests.Throttling;

/// <summary>Takes the place of the simulated provider: answers when the gate is open.</summary>
internal sealed class GatedProvider : IModelProvider
{
    private TaskCompletionSource _gate = Open();
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Type => "simulated";

    /// <summary>A call stands before the gate.</summary>
    public Task Arrived => _arrived.Task;

    public void Close()
    {
        _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Release() => _gate.TrySetResult();

    public async ValueTask<ProviderAnswer> SendAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        _arrived.TrySetResult();
        await _gate.Task.WaitAsync(cancellationToken);
        var body = """{"id":"c1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3}}"""u8.ToArray();
        return new ProviderAnswer { Status = 200, Headers = new AnswerHeaders("application/json"), Body = new MemoryStream(body) };
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
