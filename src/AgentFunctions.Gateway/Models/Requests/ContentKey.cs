namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>What a key inside messages or input is to the gateway.</summary>
internal enum ContentKey
{
    Other,

    /// <summary>A URL, or an object that holds one under <c>url</c>.</summary>
    Url,

    FileId,

    /// <summary>Not looked into.</summary>
    Skipped,
}
