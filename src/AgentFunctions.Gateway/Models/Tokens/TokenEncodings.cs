using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>Which encoding a deployment has: as its target declares, else by its name.</summary>
internal static class TokenEncodings
{
    private static readonly (string Family, TokenEncoding Encoding)[] Families =
    [
        ("gpt-4o", TokenEncoding.O200kBase),
        ("chatgpt-4o", TokenEncoding.O200kBase),
        ("gpt-4.1", TokenEncoding.O200kBase),
        ("gpt-4.5", TokenEncoding.O200kBase),
        ("gpt-5", TokenEncoding.O200kBase),
        ("gpt-oss", TokenEncoding.O200kBase),
        ("o1", TokenEncoding.O200kBase),
        ("o3", TokenEncoding.O200kBase),
        ("o4", TokenEncoding.O200kBase),
        ("gpt-4", TokenEncoding.Cl100kBase),
        ("gpt-3.5", TokenEncoding.Cl100kBase),
        ("gpt-35", TokenEncoding.Cl100kBase),
        ("text-embedding", TokenEncoding.Cl100kBase),
    ];

    /// <summary>null: not known.</summary>
    public static TokenEncoding? Of(TargetSpec target, string deployment) => target.Encoding switch
    {
        "o200k_base" => TokenEncoding.O200kBase,
        "cl100k_base" => TokenEncoding.Cl100kBase,
        _ => ByName(deployment),
    };

    /// <summary>The encoding of a model's or a deployment's name; the newest where the name says nothing.</summary>
    public static TokenEncoding OfName(string? name) => (name is null ? null : ByName(name)) ?? TokenEncoding.O200kBase;

    /// <summary>Every encoding that may count a call, whichever target serves it; null where one is not known.</summary>
    public static IReadOnlyList<TokenEncoding>? Of(ModelCall call)
    {
        if (call.ModelResource is not { } model) return null;
        List<TokenEncoding> encodings = [];
        foreach (var target in model.Spec.Targets)
        {
            if (Of(target, target.Deployment ?? call.Model) is not { } encoding) return null;
            if (!encodings.Contains(encoding)) encodings.Add(encoding);
        }

        return encodings;
    }

    /// <summary>Names as OpenAI has them, with a vendor in front (<c>openai/gpt-4o</c>), fine-tuned (<c>ft:gpt-4o-mini:...</c>) or with a version behind (<c>gpt-4o-2024-08-06</c>).</summary>
    private static TokenEncoding? ByName(string deployment)
    {
        var name = deployment.AsSpan(deployment.LastIndexOf('/') + 1);
        if (name.StartsWith("ft:", StringComparison.OrdinalIgnoreCase)) name = name[3..];
        foreach (var (family, encoding) in Families)
        {
            if (!name.StartsWith(family, StringComparison.OrdinalIgnoreCase)) continue;
            if (name.Length == family.Length || name[family.Length] is '-' or '.' or ':' or '@' or '_') return encoding;
        }

        return null;
    }
}
