namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>The tokens of a request's parts, without what a provider writes around them.</summary>
/// <param name="Text">What people, tools and the model said, and instructions.</param>
/// <param name="Layout">Tools and the format asked for, as JSON.</param>
/// <param name="Labels">Names, roles, ids and settings that a provider may write into the prompt; and what is sent back encrypted, one token a byte.</param>
/// <param name="Cuts">Places where counting had to cut a word: each may hide a token or two.</param>
internal readonly record struct RequestTokens(long Text, long Layout, long Labels, long Cuts);
