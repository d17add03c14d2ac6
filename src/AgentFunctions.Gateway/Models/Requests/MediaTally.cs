using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>
/// Counts what a request carries besides text. Once by the values that hold or name content and once by the types that parts say they have: a kind of part nobody has heard of yet shows in one of the two, and
/// the larger counts.
/// </summary>
internal struct MediaTally
{
    private int _imagesHeld;
    private int _imagesTyped;
    private int _documentsHeld;
    private int _documentsTyped;

    public readonly int Images => Math.Max(_imagesHeld + _documentsHeld, _imagesTyped + _documentsTyped) - Documents;

    public readonly int Documents => Math.Max(_documentsHeld, _documentsTyped);

    public long InlineImageBytes { get; private set; }

    public void Add(bool isDocument)
    {
        if (isDocument) _documentsHeld++;
        else _imagesHeld++;
    }

    public void AddContent(ReadOnlySpan<byte> value, bool isUrl, bool isDocument)
    {
        Add(isDocument || MediaKinds.IsDocumentValue(value));
        if (isUrl && ContentKeys.IsInlineImage(value)) InlineImageBytes += value.Length;
    }

    public void AddType(in Utf8JsonReader json)
    {
        if (MediaKinds.IsDocumentType(in json) is not { } isDocument) return;
        if (isDocument) _documentsTyped++;
        else _imagesTyped++;
    }
}
