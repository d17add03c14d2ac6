using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>
/// Fills <c>${AGENTFUNCTIONS_VAR_NAME}</c> in manifests from the environment, so that one file serves everybody's resource names. Only variables of that prefix: a manifest cannot pull a secret into a resource.
/// </summary>
internal sealed partial class ManifestVariables(Func<string, string?> read)
{
    public ReadOnlyMemory<byte> Fill(ReadOnlyMemory<byte> body, Findings findings)
    {
        if (body.Span.IndexOf("${"u8) < 0) return body;
        var filled = Variable().Replace(Encoding.UTF8.GetString(body.Span), match =>
        {
            var name = match.Groups[1].Value;
            if (read(name) is { Length: > 0 } value) return JsonEncodedText.Encode(value).ToString();
            findings.Add("$", $"needs the environment variable {name}: set it and start again");
            return "";
        });
        return Encoding.UTF8.GetBytes(filled);
    }

    [GeneratedRegex(@"\$\{(AGENTFUNCTIONS_VAR_[A-Z0-9_]{1,64})\}")]
    private static partial Regex Variable();
}
