using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Keys;

/// <summary>A key just issued: the only time its text is known.</summary>
/// <param name="Entry">The key's resource.</param>
/// <param name="Key">The text. Never log it.</param>
public sealed record IssuedKey(ResourceEntry Entry, string Key)
{
    public override string ToString() => $"IssuedKey {{ {Entry.Id} }}";
}
