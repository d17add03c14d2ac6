namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>What a key inside messages or input is to the gateway.</summary>
internal enum ContentKey
{
    Other,

    /// <summary>A URL, or an object that holds one under <c>url</c>.</summary>
    Url,

    FileId,

    /// <summary>Content that is meant to be in place, where some providers also take a URL.</summary>
    Inline,

    /// <summary>As <see cref="Inline"/>, or an object that names an earlier sound.</summary>
    Audio,

    /// <summary>What a part or an item is.</summary>
    Type,

    /// <summary>Tools that an input item brings along.</summary>
    Tools,

    /// <summary>Not looked into.</summary>
    Skipped,
}
