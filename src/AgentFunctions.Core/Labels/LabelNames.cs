namespace AgentFunctions.Core.Labels;

/// <summary>The words of labels on the wire and in the store.</summary>
public static class LabelNames
{
    public static string Of(Integrity integrity) => integrity == Integrity.Trusted ? "trusted" : "untrusted";

    public static string Of(Confidentiality confidentiality) => confidentiality switch
    {
        Confidentiality.Public => "public",
        Confidentiality.Internal => "internal",
        _ => "restricted",
    };

    /// <summary>Both in one text, <c>untrusted/internal</c>.</summary>
    public static string Of(ContentLabel label) => $"{Of(label.Integrity)}/{Of(label.Confidentiality)}";

    /// <summary>The label of such a text; null for any other.</summary>
    public static ContentLabel? FindLabel(string? text) =>
        text?.Split('/') is [var integrity, var confidentiality] && FindIntegrity(integrity) is { } believed && FindConfidentiality(confidentiality) is { } seen ? new ContentLabel(believed, seen) : null;

    /// <summary>The integrity of a word; null for any other.</summary>
    public static Integrity? FindIntegrity(string? name) => name switch
    {
        "trusted" => Integrity.Trusted,
        "untrusted" => Integrity.Untrusted,
        _ => null,
    };

    /// <summary>The confidentiality of a word; null for any other.</summary>
    public static Confidentiality? FindConfidentiality(string? name) => name switch
    {
        "public" => Confidentiality.Public,
        "internal" => Confidentiality.Internal,
        "restricted" => Confidentiality.Restricted,
        _ => null,
    };
}
