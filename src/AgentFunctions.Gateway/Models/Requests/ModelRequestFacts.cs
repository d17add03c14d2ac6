namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>Everything that is metered, guarded or bounded in a request, with the places that may have to be rewritten. The rest of the body is never interpreted.</summary>
public sealed class ModelRequestFacts
{
    /// <summary>The <c>model</c> of the body; null when it has none.</summary>
    public string? Model { get; internal set; }

    /// <summary>The caller wants events.</summary>
    public bool Stream { get; internal set; }

    /// <summary><c>stream_options.include_usage</c> as asked by the caller.</summary>
    public bool IncludeUsage { get; internal set; }

    /// <summary><c>n</c>; 1 when absent.</summary>
    public int Choices { get; internal set; } = 1;

    /// <summary>The caller's output cap, whichever field named it.</summary>
    public int? OutputLimit { get; internal set; }

    /// <summary>Messages or input items; 1 for a plain string.</summary>
    public int MessageCount { get; internal set; }

    /// <summary>Images and sounds in the messages or input, in place, by URL or by id.</summary>
    public int MediaParts => Media.Images;

    /// <summary>Documents and films in the messages or input, in place, by URL or by id.</summary>
    public int DocumentParts => Media.Documents;

    /// <summary>Bytes of the images in place: they count as <see cref="MediaParts"/>, not as text.</summary>
    public long InlineImageBytes => Media.InlineImageBytes;

    /// <summary>Tools that the provider runs itself.</summary>
    public int HostedToolCount { get; internal set; }

    /// <summary>Tools, those that the provider runs included.</summary>
    public int ToolCount { get; internal set; }

    /// <summary>Bytes of <c>tools</c>, of the format asked for and of other objects besides the messages or input: a provider lays them out anew.</summary>
    public long LaidOutBytes { get; private set; }

    /// <summary>Tokens that line ends and indentation may add to <see cref="LaidOutBytes"/>.</summary>
    public long LaidOutLineTokens { get; private set; }

    /// <summary>Bytes of <c>prediction</c>: what of it is not used is charged as output.</summary>
    public long PredictionBytes { get; internal set; }

    /// <summary>The last message or input item is what a tool gave back: the call works for a tool loop, not for a person.</summary>
    public bool LastItemIsToolResult { get; internal set; }

    /// <summary><c>previous_response_id</c>.</summary>
    public string? PreviousResponseId { get; internal set; }

    /// <summary><c>store</c> as sent; null when absent.</summary>
    public bool? Store { get; internal set; }

    /// <summary><c>background: true</c>.</summary>
    public bool Background { get; internal set; }

    /// <summary><c>user</c>.</summary>
    public string? User { get; internal set; }

    /// <summary><c>safety_identifier</c>.</summary>
    public string? SafetyIdentifier { get; internal set; }

    /// <summary>The <c>metadata</c> object, uninterpreted.</summary>
    public JsonSpan Metadata { get; internal set; }

    /// <summary>Things that may be refused: hosted tools, ids, remote URLs; in document order. null: none.</summary>
    public IReadOnlyList<GuardedReference>? References => ReferenceList;

    internal List<GuardedReference>? ReferenceList { get; set; }

    /// <summary>A field: it is counted in place.</summary>
    internal MediaTally Media;

    internal int RootOffset { get; set; }

    internal bool RootIsEmpty { get; set; }

    internal JsonSpan ModelValue { get; set; }

    internal JsonSpan StreamOptionsValue { get; set; }

    internal bool StreamOptionsIsObject { get; set; }

    internal bool StreamOptionsIsEmpty { get; set; }

    internal JsonSpan IncludeUsageValue { get; set; }

    /// <summary>The field that names the cap.</summary>
    internal OutputLimitField? OutputLimitField { get; set; }

    /// <summary>Fields of a cap that are null.</summary>
    internal List<OutputLimitField>? EmptyOutputLimits { get; set; }

    /// <summary>Adds a value that a provider lays out anew.</summary>
    internal void AddLaidOut(ReadOnlySpan<byte> value)
    {
        LaidOutBytes += value.Length;
        LaidOutLineTokens += LaidOutLines.Tokens(value);
    }
}
