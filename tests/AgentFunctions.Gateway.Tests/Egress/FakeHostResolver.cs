using System.Net;
using AgentFunctions.Gateway.Egress;

namespace AgentFunctions.Gateway.Tests.Egress;

/// <summary>Names a test sets. Each name may have several answers, given one after the other (the last one again and again), as a rebinding attacker's server does.</summary>
internal sealed class FakeHostResolver : IHostResolver
{
    private readonly Dictionary<string, Queue<IReadOnlyList<IPAddress>>> _names = new(StringComparer.OrdinalIgnoreCase);

    public int Lookups { get; private set; }

    public FakeHostResolver With(string host, params string[] addresses)
    {
        if (!_names.TryGetValue(host, out var answers)) _names[host] = answers = new();
        answers.Enqueue([.. addresses.Select(IPAddress.Parse)]);
        return this;
    }

    public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        Lookups++;
        return new(_names.TryGetValue(host, out var answers) ? answers.Count > 1 ? answers.Dequeue() : answers.Peek() : []);
    }
}
