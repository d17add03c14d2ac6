using System.Collections.Concurrent;
using System.Text;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Providers;

namespace AgentFunctions.Gateway.Tests.Models;

/// <summary>A provider of type <c>fake</c>: answers by deployment name from a queue, remembers what was asked.</summary>
internal sealed class FakeProvider : IModelProvider
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<CancellationToken, Task<ProviderAnswer>>>> _answers = new();

    public string Type => "fake";

    /// <summary>Deployments in the order of the attempts.</summary>
    public ConcurrentQueue<string> Attempts { get; } = new();

    public ConcurrentQueue<string> Bodies { get; } = new();

    public FakeProvider On(string deployment, int status, string body = "{}", TimeSpan? retryAfter = null) =>
        On(deployment, _ => Task.FromResult(Answer(status, body, retryAfter)));

    public FakeProvider On(string deployment, Func<CancellationToken, Task<ProviderAnswer>> answer)
    {
        _answers.GetOrAdd(deployment, static _ => new()).Enqueue(answer);
        return this;
    }

    public async ValueTask<ProviderAnswer> SendAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        Attempts.Enqueue(request.Attempt.Deployment);
        Bodies.Enqueue(Encoding.UTF8.GetString(request.Body.ToArray()));
        if (_answers.TryGetValue(request.Attempt.Deployment, out var queue) && queue.TryDequeue(out var answer)) return await answer(cancellationToken);
        return Answer(200, GatewayHarness.Answer, null);
    }

    public static ProviderAnswer Answer(int status, string body, TimeSpan? retryAfter) => new()
    {
        Status = status,
        Headers = new AnswerHeaders("application/json"),
        RetryAfter = retryAfter,
        Body = new MemoryStream(Encoding.UTF8.GetBytes(body)),
    };
}
