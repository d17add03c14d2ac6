using System.Collections.Frozen;
using System.Net.Http.Headers;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Resources.Kinds;

/// <summary>Rules for the fixed headers of providers and tools: none that carries a credential, none that frames the message.</summary>
internal static class ProviderHeaders
{
    private static readonly FrozenSet<string> Framing = new[]
    {
        "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "host", "content-length", "content-type", "content-encoding", "expect", "accept",
        "accept-encoding", "via", "http2-settings", "traceparent", "tracestate", "proxy-connection",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] CredentialWords = ["authorization", "authenticate", "api-key", "apikey", "cookie", "token", "secret", "password", "signature", "credential"];

    private static readonly string[] CredentialForms = ["bearer ", "basic ", "sk-", "ak_", "ok_", "ghp_", "xox", "eyj"];

    public static void Check(IReadOnlyDictionary<string, string> headers, Findings findings, string field = "spec.headers")
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers)
        {
            var path = JsonPath.Property(field, name);
            if (!IsToken(name)) findings.Add(path, "is not a header name: use letters, digits and hyphens");
            else if (Framing.Contains(name)) findings.Add(path, "is set by the gateway: remove it");
            else if (NamesCredential(name)) findings.Add(path, "carries a credential: put it in a secret and name it in credential.secretRef");
            else if (!seen.Add(name)) findings.Add(path, "occurs twice, with other capitals: keep one");
            if (NamesCredential(name)) continue;
            if (value.Any(c => c is < ' ' or > '~')) findings.Add(path, "must be printable ASCII without line breaks");
            else if (CredentialForms.Any(f => value.StartsWith(f, StringComparison.OrdinalIgnoreCase))) findings.Add(path, "looks like a credential: put it in a secret and name it in credential.secretRef");
        }
    }

    /// <summary>Whether a credential may travel in a header of this name.</summary>
    public static bool MayCarryCredential(string name) => IsToken(name) && !Framing.Contains(name);

    private static bool NamesCredential(string name) => CredentialWords.Any(w => name.Contains(w, StringComparison.OrdinalIgnoreCase));

    private static bool IsToken(string name) => NameValueHeaderValue.TryParse(name, out var parsed) && parsed.Name == name && parsed.Value is null;
}
