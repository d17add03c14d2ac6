namespace AgentFunctions.Core.Labels;

/// <summary>Where content came from and who may see it; kept with every message, memory record and tool result.</summary>
public readonly record struct ContentLabel(Integrity Integrity, Confidentiality Confidentiality)
{
    /// <summary>Of nothing at all: whatever is added to it decides.</summary>
    public static ContentLabel Best { get; } = new(Integrity.Trusted, Confidentiality.Public);

    /// <summary>Of content of which nobody knows where it came from.</summary>
    public static ContentLabel Unknown { get; } = new(Integrity.Untrusted, Confidentiality.Internal);

    /// <summary>What both are worth together.</summary>
    public ContentLabel Least(ContentLabel other) => new(
        (Integrity)Math.Min((int)Integrity, (int)other.Integrity), (Confidentiality)Math.Max((int)Confidentiality, (int)other.Confidentiality));
}
