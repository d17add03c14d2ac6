using System.Text;

namespace AgentFunctions.TestKit.Upstream;

/// <summary>A request exactly as it came off the wire.</summary>
public sealed class UpstreamRequest
{
    private readonly TaskCompletionSource _clientGone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public required string Method { get; init; }

    /// <summary>Path and query as sent.</summary>
    public required string Target { get; init; }

    /// <summary>In order, names as sent.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    public required byte[] Body { get; init; }

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The client closed or reset the connection before the scripted answer was over.</summary>
    public bool IsClientGone => _clientGone.Task.IsCompleted;

    /// <summary>Completes when the client lets go early.</summary>
    public Task ClientGone => _clientGone.Task;

    /// <summary>Completes when the scripted answer was written to its end.</summary>
    public Task Answered => _answered.Task;

    /// <summary>The header's value, or null; fails when it was sent twice.</summary>
    public string? Header(string name) => Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(static header => header.Value).SingleOrDefault();

    internal void MarkClientGone() => _clientGone.TrySetResult();

    internal void MarkAnswered() => _answered.TrySetResult();
}
