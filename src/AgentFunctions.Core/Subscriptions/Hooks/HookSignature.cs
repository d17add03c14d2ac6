using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Notifications.Sending;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Core.Subscriptions.Declaration;

namespace AgentFunctions.Core.Subscriptions.Hooks;

/// <summary>Verifies signatures of webhooks: over the body as it came, in constant time, with the secret and, while it is being rotated, the one before.</summary>
internal static class HookSignature
{
    private const string GitHubHeader = "x-hub-signature-256";
    private const string StripeHeader = "stripe-signature";

    /// <summary>A call has few signatures; of more, the rest are not looked at.</summary>
    private const int MaxSignatures = 8;

    public static HookVerdict Verify(WebhookSpec spec, HookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now) => spec.Scheme switch
    {
        WebhookSchemes.GitHub => Check(Hex(Signature(call, GitHubHeader, "sha256=")), call.Body.Span, secrets, null),
        WebhookSchemes.Stripe => Stripe(spec, call, secrets, now),
        WebhookSchemes.Standard => Standard(spec, call, secrets, now),
        _ => Declared(spec, call, secrets, now),
    };

    private static HookVerdict Stripe(WebhookSpec spec, HookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now)
    {
        if (!call.Headers.TryGetValue(StripeHeader, out var header)) return HookVerdict.Refused;
        var parts = header.Split(',').Select(static p => p.Trim().Split('=', 2)).Where(static p => p.Length == 2).ToList();
        var time = parts.Find(static p => p[0] == "t")?[1];
        if (!IsNow(time, spec.Tolerance, now)) return HookVerdict.Refused;
        return Check([.. parts.Where(static p => p[0] == "v1").Take(MaxSignatures).SelectMany(static p => Hex(p[1]))], Timed(time!, call), secrets, time);
    }

    private static HookVerdict Standard(WebhookSpec spec, HookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now)
    {
        var (id, time) = (call.Headers.GetValueOrDefault(WebhookSignature.IdHeader), call.Headers.GetValueOrDefault(WebhookSignature.TimestampHeader));

        // The parts that are signed are joined by dots: an id with one could be read as a shorter id with a part of its time.
        if (id is null || id.Contains('.', StringComparison.Ordinal)) return HookVerdict.Refused;
        var isGood = WebhookSignature.Verify([.. secrets.Select(static s => s.Reveal())], id, time, call.Headers.GetValueOrDefault(WebhookSignature.SignatureHeader), call.Body.Span, now, spec.Tolerance);
        return isGood ? new HookVerdict(true, id, HasTime: true) : HookVerdict.Refused;
    }

    private static HookVerdict Declared(WebhookSpec spec, HookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now)
    {
        var text = Signature(call, spec.Header ?? "", spec.Prefix);
        var given = spec.Encoding == "base64" ? Base64(text) : Hex(text);
        if (spec.TimestampHeader is not { } header) return Check(given, call.Body.Span, secrets, null);
        var time = call.Headers.GetValueOrDefault(header.ToLowerInvariant());
        return IsNow(time, spec.Tolerance, now) ? Check(given, Timed(time!, call), secrets, time) : HookVerdict.Refused;
    }

    /// <summary>What was signed makes the call the same one, whatever else of it is changed.</summary>
    private static HookVerdict Check(IReadOnlyList<byte[]> given, ReadOnlySpan<byte> signed, IReadOnlyList<Secret> secrets, string? time)
    {
        var isGood = false;
        foreach (var secret in secrets)
        {
            var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal()), signed);
            foreach (var signature in given) isGood |= CryptographicOperations.FixedTimeEquals(signature, expected);
        }

        return isGood ? new HookVerdict(true, Convert.ToHexStringLower(SHA256.HashData(signed)), HasTime: time is not null) : HookVerdict.Refused;
    }

    private static bool IsNow(string? time, TimeSpan tolerance, DateTimeOffset now) =>
        long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) <= (decimal)tolerance.TotalSeconds;

    private static byte[] Timed(string time, HookCall call) => [.. Encoding.UTF8.GetBytes(time + "."), .. call.Body.Span];

    private static string Signature(HookCall call, string header, string prefix) =>
        call.Headers.TryGetValue(header.ToLowerInvariant(), out var value) && value.StartsWith(prefix, StringComparison.Ordinal) ? value[prefix.Length..] : "";

    private static IReadOnlyList<byte[]> Hex(string text) => text.Length == 2 * HMACSHA256.HashSizeInBytes && text.All(char.IsAsciiHexDigit) ? [Convert.FromHexString(text)] : [];

    private static IReadOnlyList<byte[]> Base64(string text)
    {
        var bytes = new byte[HMACSHA256.HashSizeInBytes];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == bytes.Length ? [bytes] : [];
    }
}
