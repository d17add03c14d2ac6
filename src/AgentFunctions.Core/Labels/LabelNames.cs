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
