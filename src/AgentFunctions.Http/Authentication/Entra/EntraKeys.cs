using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace AgentFunctions.Http.Authentication.Entra;

/// <summary>The signing keys of directories, from their metadata: read on first use, again after half a day, and when a token names a key that is not among them, but then at most once a minute.</summary>
internal sealed class EntraKeys : IDisposable
{
    private const int MaxAnswerBytes = 1024 * 1024;
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReadTime = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = ReadTime, MaxResponseContentBufferSize = MaxAnswerBytes };
    private readonly EntraOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<EntraKeys> _logger;

    public EntraKeys(IOptions<EntraOptions> options, TimeProvider time, ILogger<EntraKeys> logger) => (_options, _time, _logger) = (options.Value, time, logger);

    /// <summary>The keys of a directory; null where none could be had.</summary>
    /// <param name="directory">Its id; one of those that this host takes.</param>
    /// <param name="keyId">The key that is looked for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<IReadOnlyList<SecurityKey>?> FindAsync(string directory, string keyId, CancellationToken cancellationToken)
    {
        var entry = _entries.GetOrAdd(directory, static _ => new Entry());
        if (Known(entry, keyId) is { } known) return known;
        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            if (Known(entry, keyId) is { } meanwhile) return meanwhile;
            entry.AskedAt = _time.GetTimestamp();
            try
            {
                entry.Keys = await ReadAsync(directory, cancellationToken);
                (entry.ReadAt, entry.Failed) = (_time.GetTimestamp(), false);
            }
            catch (Exception exception) when (exception is HttpRequestException or JsonException or InvalidDataException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // Keys that were right half a day ago are right still, until newer ones can be had.
                entry.Failed = true;
                EntraLog.KeysUnavailable(_logger, directory, exception);
            }

            return entry.Keys;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What to go by without asking; null: ask.</summary>
    private IReadOnlyList<SecurityKey>? Known(Entry entry, string keyId)
    {
        if (entry.Keys is not { } keys || entry.AskedAt is not { } asked) return null;
        if (entry.Failed && _time.GetElapsedTime(asked) < PauseAfterFailure) return keys;
        var isThere = keys.Any(key => key.KeyId == keyId);
        return (isThere && _time.GetElapsedTime(entry.ReadAt) < Life) || (!isThere && _time.GetElapsedTime(asked) < Pause) ? keys : null;
    }

    private async Task<IReadOnlyList<SecurityKey>> ReadAsync(string directory, CancellationToken cancellationToken)
    {
        using var metadata = JsonDocument.Parse(await _http.GetStringAsync($"{_options.Instance}{directory}/v2.0/.well-known/openid-configuration", cancellationToken));
        var address = metadata.RootElement.GetProperty("jwks_uri").GetString();
        if (!Uri.TryCreate(address, UriKind.Absolute, out var keys) || (keys.Scheme != Uri.UriSchemeHttps && !keys.IsLoopback)) throw new InvalidDataException("The metadata names no https address of keys.");
        var set = new JsonWebKeySet(await _http.GetStringAsync(keys, cancellationToken));
        SecurityKey[] found = [.. set.GetSigningKeys().Where(static key => key is RsaSecurityKey or X509SecurityKey or JsonWebKey { Kty: JsonWebAlgorithmsKeyTypes.RSA })];
        return found.Length > 0 ? found : throw new InvalidDataException("The metadata's keys hold none that signs.");
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public IReadOnlyList<SecurityKey>? Keys { get; set; }

        public long ReadAt { get; set; }

        public long? AskedAt { get; set; }

        public bool Failed { get; set; }
    }
}
