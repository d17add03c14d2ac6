using AgentFunctions.Core.Secrets;

namespace AgentFunctions.TestKit.Hosting;

/// <summary>Secrets a test sets; released for every host unless <see cref="OnlyHost"/> names one. Remembers which hosts were asked for.</summary>
public sealed class FakeSecretSource : ISecretSource
{
    private readonly Dictionary<string, Secret> _secrets = new(StringComparer.Ordinal);

    public string? OnlyHost { get; set; }

    public List<string> AskedHosts { get; } = [];

    public FakeSecretSource With(string name, string value)
    {
        _secrets[name] = new Secret(value);
        return this;
    }

    public ValueTask<ResolvedSecret?> ResolveAsync(SecretUse use, CancellationToken cancellationToken)
    {
        lock (AskedHosts) AskedHosts.Add(use.Host);
        return new((OnlyHost is null || OnlyHost == use.Host) && _secrets.TryGetValue(use.Name, out var secret) ? new ResolvedSecret(secret) : null);
    }
}
