using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>What a handle stands for. The caller stores it before the context is used.</summary>
/// <param name="Handle">The handle.</param>
/// <param name="Bytes">The content, byte for byte: the text of one message in UTF-8, or a JSON array of whole messages.</param>
/// <param name="MediaType"><c>text/plain</c> for the text of a message, <c>application/json</c> for messages.</param>
/// <param name="Label">The least integrity and the highest confidentiality of what is in it.</param>
/// <param name="Refs">The messages it came from.</param>
public sealed record HandleContent(string Handle, ReadOnlyMemory<byte> Bytes, string MediaType, ContentLabel Label, IReadOnlyList<string> Refs)
{
    public const string Text = "text/plain";
    public const string Messages = "application/json";

    /// <summary>Whose content it may be, as they are compared; of content that was kept.</summary>
    public IReadOnlyCollection<string> People { get; init; } = [];
}
