namespace AgentFunctions.Core.Context.Assembly;

/// <summary>Names content that is left out. The same content gets the same handle from one mint, or the prefix of a context would change with every turn.</summary>
public interface IHandleMint
{
    /// <param name="content">The content, as it will be stored.</param>
    /// <returns>The handle: <c>h_</c> and 26 characters that nobody can guess from the content.</returns>
    string Mint(ReadOnlySpan<byte> content);
}
