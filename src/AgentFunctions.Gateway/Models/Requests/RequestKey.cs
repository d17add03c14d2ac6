namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>Top-level keys the gateway reads. Each may appear once: parsers disagree on which of two wins.</summary>
internal enum RequestKey
{
    None,
    Model,
    Messages,
    Input,
    Stream,
    StreamOptions,
    N,
    MaxTokens,
    MaxCompletionTokens,
    MaxOutputTokens,
    Tools,
    WebSearchOptions,
    DataSources,
    Plugins,
    SearchParameters,
    Models,
    User,
    SafetyIdentifier,
    Metadata,
    Store,
    Background,
    PreviousResponseId,
    Conversation,
    Prompt,
    Prediction,
    Unbounded,
    ServiceTier,
}
